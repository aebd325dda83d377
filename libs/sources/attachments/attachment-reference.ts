import { isObject, type JsonObject, type JsonValue } from '#libs/model/json.js';
import { decodeContent } from './content.js';
import { mediaTypeOf } from './media-type.js';
import type { KeptExif } from './photos/exif.js';
import { stripLocation } from './photos/strip-location.js';
import type { AttachmentPlace } from './attachment-place.js';
import { type AttachmentStore, attachmentHash } from './attachment-store.js';

/** What stands in a record in the place of a file. */
export interface AttachmentReference extends JsonObject {
  /** As `attachmentUri` makes it. */
  readonly uri: string;
  /** Of the bytes as they are stored, hex. */
  readonly sha256: string;
  /** Bytes. */
  readonly size: number;
  /** What the bytes are by their own content; `application/octet-stream` where they do not tell. */
  readonly mediaType: string;
  readonly class: AttachmentPlace['class'];
  /** What the sender says the file is, where that differs. */
  readonly claimedType?: string;
  /** When the camera says the photo was taken: ISO 8601, with an offset where it wrote one. */
  readonly takenAt?: string;
}

/**
 * Stores the file that a text holds, without its location data, and gives the reference to it. The bytes are safely stored when it
 * resolves (I1). Undefined for a text without content. Throws RecordError `bad-attachment`, `attachment-too-large`; TransientError as
 * `AttachmentStore.put`.
 */
export async function storeContent(
  text: string,
  declared: { readonly class: AttachmentPlace['class']; readonly type?: string },
  store: AttachmentStore,
): Promise<AttachmentReference | undefined> {
  const content = decodeContent(text);
  if (content === undefined) return undefined;
  const mediaType = await mediaTypeOf(content.bytes);
  const { bytes, takenAt } = stripLocation(content.bytes, mediaType);
  const claimed = mediaTypeIn(declared.type) ?? mediaTypeIn(content.claimedType);
  const when = takenAt && isoOf(takenAt);
  return {
    ...(await store.put(bytes)), // I1: safely stored before any record refers to it
    mediaType,
    class: declared.class,
    ...(claimed === undefined || claimed === mediaType ? {} : { claimedType: claimed }),
    ...(when === undefined ? {} : { takenAt: when }),
  };
}

/** Tells whether a value is a reference that `storeContent` made. */
export const isAttachmentReference = (value: JsonValue | undefined): boolean =>
  isObject(value) && typeof value['uri'] === 'string' && attachmentHash(value['uri']) === value['sha256'];

/** A media type of at most 100 characters, without its parameters. Anything else that a sender writes there is free text and is not passed on (I10). */
const mediaTypeIn = (text: string | undefined): string | undefined =>
  /^\s*(?=[^\s;]{1,100}\s*(?:;|$))([a-z0-9][\w.+-]*\/[a-z0-9][\w.+-]*)\s*(?:;|$)/i
    .exec(text ?? '')?.[1]
    ?.toLowerCase();

/** The time of a photo as ISO 8601. Undefined where it is no real time: a camera whose clock was never set writes zeros. */
function isoOf({ text, offset = '' }: NonNullable<KeptExif['takenAt']>): string | undefined {
  const [day = '', time = ''] = text.split(' ');
  const iso = `${day.replaceAll(':', '-')}T${time}`;
  const date = new Date(`${iso}Z`);
  const isReal = !Number.isNaN(date.getTime()) && date.toISOString().startsWith(iso) && /^(19|20)/.test(iso);
  if (!isReal) return undefined;
  return /^([+-](0\d|1[0-4]):[0-5]\d)?$/.test(offset) ? `${iso}${offset}` : iso;
}
