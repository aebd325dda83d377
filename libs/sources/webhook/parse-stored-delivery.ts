import { RecordError } from '#libs/model/errors.js';
import type { JsonObject } from '#libs/model/json.js';
import { jsonRecord } from '../json/json-record.js';
import type { WebhookSettings } from './webhook-settings.js';
import { Unreadable } from '../text/unreadable.js';
import { refusalCode } from './parse-delivery.js';
import { soapRecord } from './soap.js';

const BRACE = 0x7b;

/**
 * Makes the value of a record of this stream again out of its stored bytes, for a replay. Throws RecordError with the codes of
 * `refusalCode`, or `not-an-object`.
 */
export function parseStoredDelivery(settings: WebhookSettings, raw: Uint8Array): JsonObject {
  try {
    // A record whose files were taken out was stored as the JSON of its value, in SOAP streams too.
    const isXml = settings.format === 'soap' && raw[0] !== BRACE;
    const value = isXml ? soapRecord(settings, raw) : jsonRecord(raw, 'body').value;
    if (value !== undefined) return value;
    throw new RecordError('not-an-object', 'the stored record is no object');
  } catch (error) {
    if (error instanceof Unreadable)
      throw new RecordError(refusalCode(error, settings), `the body ${error.message}`);
    throw error;
  }
}
