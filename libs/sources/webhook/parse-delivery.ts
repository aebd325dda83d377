import { jsonRecord } from '../json/json-record.js';
import { JsonSplitter } from '../json/split-json.js';
import type { WebhookSettings } from './webhook-settings.js';
import type { RawRecord } from '../source.js';
import { Unreadable } from '../text/unreadable.js';
import { soapRecord } from './soap.js';
import type { Refusal } from './refusal.js';

const MAX_BODY_BYTES = 4 * 1024 * 1024;
const MAX_BODY_WITH_ATTACHMENTS_BYTES = 32 * 1024 * 1024;

/** 4 MiB, or 32 MiB where deliveries bring files along. */
export const maxBodyBytes = ({ attachments }: WebhookSettings): number =>
  attachments === undefined ? MAX_BODY_BYTES : MAX_BODY_WITH_ATTACHMENTS_BYTES;

export interface Delivery {
  readonly records: readonly RawRecord[];
}

/**
 * The records of one delivery. SOAP: one, its raw the body. JSON: an object, or an array of objects, each with its own bytes.
 * All or nothing: what is refused leaves no record.
 */
export function parseDelivery(settings: WebhookSettings, rawBody: Uint8Array): Delivery | Refusal {
  if (rawBody.length > maxBodyBytes(settings)) return { refuse: 413, code: 'too-large' };
  if (rawBody.length === 0) return { refuse: 400, code: 'empty-body' };
  try {
    if (settings.format === 'soap') {
      return { records: [{ raw: rawBody, value: soapRecord(settings, rawBody), position: 'body' }] };
    }
    const records = slices(rawBody, maxBodyBytes(settings)).map((slice, at) =>
      jsonRecord(slice, `body:${at + 1}`),
    );
    const isFit = records.every((record) => record.fault === undefined);
    return isFit ? { records } : { refuse: 400, code: 'not-an-object' };
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    return { refuse: error.code === 'too-large' ? 413 : 400, code: refusalCode(error, settings) };
  }
}

function slices(rawBody: Uint8Array, maxBytes: number): readonly Uint8Array[] {
  const splitter = new JsonSplitter(maxBytes);
  const body = Buffer.from(rawBody.buffer, rawBody.byteOffset, rawBody.byteLength);
  const isMarked = body[0] === 0xef && body[1] === 0xbb && body[2] === 0xbf;
  const found = [...splitter.push(isMarked ? body.subarray(3) : body), ...splitter.end()];
  // Without a frame it must be one value: newline-delimited JSON is for files.
  const isArray = /^\s*\[/.test(body.subarray(isMarked ? 3 : 0, 1024).toString('latin1'));
  if (!isArray && found.length !== 1) throw new Unreadable('unreadable', 'is not one JSON value');
  return found;
}

/** A stable code for what was wrong with a body. */
export function refusalCode(error: Unreadable, settings: WebhookSettings): string {
  if (error.code === 'unreadable') return settings.format === 'soap' ? 'not-xml' : 'not-json';
  return error.code === 'wrong-root' ? 'no-such-record' : error.code;
}
