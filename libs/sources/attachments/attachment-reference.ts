import { isObject, type JsonObject, type JsonValue } from '#libs/model/json.js';
import { decodeContent } from './content.js';
import { mediaTypeOf } from './media-type.js';
import type { KeptExif } from './photos/exif.js';
import { stripLocation } from './photos/strip-location.js';
import type { AttachmentPlace } from './attachment-place.js';
import { type AttachmentStore, hashOf } from './attachment-store.js';

/** What stands in a record where a file's bytes stood. */
export interface AttachmentReference extends JsonObject {
  readonly uri: string;
  /** Hex, of the bytes as they are stored. */
  readonly sha256: string;
  /** Bytes. */
  readonly size: number;
  /** By the bytes themselves; `application/octet-stream` where they do not tell. */
  readonly mediaType: string;
  readonly class: AttachmentPlace['class'];
  /** What the sender says it is, where that is something else. */
  readonly claimedType?: string;
  /** When the camera says the photo was taken: ISO 8601, with an offset where it wrote one. */
  readonly takenAt?: string;
}

/**
 * Stores the file that a text holds, and gives what refers to it. Undefined: nothing stands there.
 * RecordError `bad-attachment`, `attachment-too-large`; TransientError as the store.
 */
export async function storeContent(
  text: string,
  said: { readonly class: AttachmentPlace['class']; readonly type?: string },
  store: AttachmentStore,
): Promise<AttachmentReference | undefined> {
  const content = decodeContent(text);
  if (content === undefined) return undefined;
  const mediaType = await mediaTypeOf(content.bytes);
  const { bytes, takenAt } = stripLocation(content.bytes, mediaType);
  const claimed = mediaTypeIn(said.type) ?? mediaTypeIn(content.claimedType);
  const when = takenAt && isoOf(takenAt);
  return {
    ...(await store.put(bytes)), // I1: safely stored before any record refers to it
    mediaType,
    class: said.class,
    ...(claimed === undefined || claimed === mediaType ? {} : { claimedType: claimed }),
    ...(when === undefined ? {} : { takenAt: when }),
  };
}

export const isReference = (value: JsonValue | undefined): boolean =>
  isObject(value) && typeof value['uri'] === 'string' && hashOf(value['uri']) === value['sha256'];

/** A media type of at most 100 characters, without its parameters; whatever else a sender writes there is free text and not passed on (I10). */
const mediaTypeIn = (text: string | undefined): string | undefined =>
  /^\s*(?=[^\s;]{1,100}\s*(?:;|$))([a-z0-9][\w.+-]*\/[a-z0-9][\w.+-]*)\s*(?:;|$)/i
    .exec(text ?? '')?.[1]
    ?.toLowerCase();

/** A camera whose clock was never set writes zeros; what it writes must never make a record unreadable. Undefined: nothing is known. */
function isoOf({ text, offset = '' }: NonNullable<KeptExif['takenAt']>): string | undefined {
  const [day = '', time = ''] = text.split(' ');
  const iso = `${day.replaceAll(':', '-')}T${time}`;
  const date = new Date(`${iso}Z`);
  const isReal = !Number.isNaN(date.getTime()) && date.toISOString().startsWith(iso) && /^(19|20)/.test(iso);
  if (!isReal) return undefined;
  return /^([+-](0\d|1[0-4]):[0-5]\d)?$/.test(offset) ? `${iso}${offset}` : iso;
}
