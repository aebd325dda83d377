import { jsonRecord } from '../json/json-record.js';
import { JsonSplitter } from '../json/split-json.js';
import type { WebhookSettings } from './webhook-settings.js';
import type { RawRecord } from '../source.js';
import { Unreadable } from '../text/unreadable.js';
import { xmlEncoding } from '../xml/parse-xml.js';
import { soapRecord } from './soap.js';
import { namesCharset } from './content-type.js';
import type { Refusal } from './refusal.js';

const MAX_BODY_BYTES = 4 * 1024 * 1024;
const MAX_BODY_WITH_ATTACHMENTS_BYTES = 32 * 1024 * 1024;

/** The largest body that is taken, in bytes: 4 MiB, or 32 MiB where deliveries bring files along. */
export const maxBodyBytes = ({ attachments }: WebhookSettings): number =>
  attachments === undefined ? MAX_BODY_BYTES : MAX_BODY_WITH_ATTACHMENTS_BYTES;

/** What one request brought. */
export interface Delivery {
  /** None for an empty JSON array. */
  readonly records: readonly RawRecord[];
}

/**
 * Parses the body of a delivery that `authenticate` and `checkContentType` have let in. It is pure: nothing is stored before the caller
 * commits the records, and any number of calls may run at once.
 *
 * SOAP gives one record, whose raw bytes are the body. Where `contentType` names the charset, that decides and not the XML declaration
 * (RFC 7303, section 3): where the two differ, the raw bytes begin with the byte order mark of UTF-8, so that a replay reads them alike.
 * JSON gives a record for one object, or one for each object of an array, each with exactly its own bytes. It is all or nothing: where one
 * element is no object, the whole delivery is refused.
 *
 * It throws nothing for what came: a Refusal has the status 413 for `too-large`, else 400.
 */
export function parseDelivery(
  settings: WebhookSettings,
  rawBody: Uint8Array,
  contentType?: string,
): Delivery | Refusal {
  if (rawBody.length > maxBodyBytes(settings)) return { refuse: 413, code: 'too-large' };
  if (rawBody.length === 0) return { refuse: 400, code: 'empty-body' };
  try {
    if (settings.format === 'soap') {
      const raw = namesCharset(contentType) ? marked(rawBody) : rawBody;
      return { records: [{ raw, value: soapRecord(settings, raw), position: 'body' }] };
    }
    const records = jsonSlices(rawBody, maxBodyBytes(settings)).map((slice, at) =>
      jsonRecord(slice, `body:${at + 1}`),
    );
    const areObjects = records.every((record) => record.fault?.code !== 'not-an-object');
    return areObjects ? { records } : { refuse: 400, code: 'not-an-object' };
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    return { refuse: error.code === 'too-large' ? 413 : 400, code: refusalCode(error, settings) };
  }
}

const BYTE_ORDER_MARK = Buffer.from([0xef, 0xbb, 0xbf]);

/** The body so that it reads as UTF-8: with a byte order mark where its declaration says otherwise. A body that has a mark keeps it. */
function marked(body: Uint8Array): Uint8Array {
  if (/^utf-?8$/i.test(xmlEncoding(body))) return body;
  const [first, second] = body;
  const hasMark = (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);
  return hasMark ? body : Buffer.concat([BYTE_ORDER_MARK, body]);
}

function jsonSlices(rawBody: Uint8Array, maxBytes: number): readonly Uint8Array[] {
  const splitter = new JsonSplitter(maxBytes);
  const body = Buffer.from(rawBody.buffer, rawBody.byteOffset, rawBody.byteLength);
  const isMarked = body[0] === 0xef && body[1] === 0xbb && body[2] === 0xbf;
  const values = [...splitter.push(isMarked ? body.subarray(3) : body), ...splitter.end()];
  // A body without an array around it must be one value: newline-delimited JSON is for files.
  const isArray = /^\s*\[/.test(body.subarray(isMarked ? 3 : 0, 1024).toString('latin1'));
  if (!isArray && values.length !== 1) throw new Unreadable('unreadable', 'is not one JSON value');
  return values;
}

/** The stable code for a body that could not be parsed: `not-xml`, `not-json`, `no-such-record`, or the error's own. */
export function refusalCode(error: Unreadable, settings: WebhookSettings): string {
  if (error.code === 'unreadable') return settings.format === 'soap' ? 'not-xml' : 'not-json';
  return error.code === 'wrong-root' ? 'no-such-record' : error.code;
}
