import { isObject } from '#libs/model/json.js';
import type { RawRecord } from '../source.js';
import { Unreadable } from '../text/unreadable.js';
import { utf8 } from '../text/utf8.js';
import { parseExact } from './exact-json.js';
import { hasRepeatedKey } from './repeated-key.js';

/** 16 MiB for one record of JSON. */
export const MAX_JSON_RECORD_BYTES = 16 * 1024 * 1024;
/** 64 MiB for one record that brings files along. */
export const MAX_JSON_WITH_ATTACHMENTS_BYTES = 64 * 1024 * 1024;

/**
 * One slice of JSON as a record; `raw` is exactly the slice. JSON that is no object gives a record with the fault `not-an-object`, one with
 * a key twice the fault `repeated-key`. Throws
 * Unreadable `unreadable` where the slice is not JSON, `not-utf8`.
 */
export function jsonRecord(raw: Uint8Array, position: string): RawRecord {
  const text = utf8(raw);
  let value;
  try {
    value = parseExact(text);
  } catch {
    throw new Unreadable('unreadable', `is not JSON at ${position}`); // the message of JSON.parse quotes the text
  }
  if (isObject(value) && hasRepeatedKey(text))
    return { raw, position, fault: { code: 'repeated-key', message: 'an object has one key twice' } };
  if (isObject(value)) return { raw, value, position };
  return { raw, position, fault: { code: 'not-an-object', message: 'a record must be a JSON object' } };
}
