import { createHash, timingSafeEqual } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import { ConfigError } from '#libs/model/errors.js';
import type { WebhookSettings } from './webhook-settings.js';
import type { Refusal } from './refusal.js';

/** Header names in lower case, as Node gives them. */
export type Headers = Readonly<Record<string, string | readonly string[] | undefined>>;

/** `deliveryId` recognises a retry of the delivery; it is never the key of a record. */
export interface Admitted {
  readonly ok: true;
  readonly deliveryId?: string;
}

/** Standard Webhooks, "verifying webhook authenticity": five minutes either way. */
const TOLERANCE_SECONDS = 300;
const MAX_ID_LENGTH = 256;

/** One of the ways that are set must let it in; with none set, nothing comes in. `rawBody` is what came over the wire. */
export function authenticate(
  settings: WebhookSettings,
  headers: Headers,
  rawBody: Uint8Array,
  now: Date,
): Admitted | Refusal {
  const { basic, standardWebhooks } = settings.auth;
  const isSigned = text(headers['webhook-signature']) !== undefined;
  if (standardWebhooks !== undefined && (isSigned || basic === undefined)) {
    return bySignature(standardWebhooks.keys, headers, rawBody, now);
  }
  if (basic !== undefined) return byPassword(basic, headers);
  return { refuse: 401, code: 'no-way-in' };
}

/** At start, not at the first delivery. Throws ConfigError. */
export function refuseBadKeys(settings: WebhookSettings): void {
  settings.auth.standardWebhooks?.keys.forEach((key, at) => {
    try {
      signer(key);
    } catch {
      throw new ConfigError('webhook-key', `signing key ${at + 1} is not base64`); // never the key itself
    }
  });
}

function byPassword(
  basic: { readonly user: string; readonly password: string },
  headers: Headers,
): Admitted | Refusal {
  const given = /^Basic +([A-Za-z0-9+/=]+)$/i.exec(text(headers['authorization']) ?? '')?.[1];
  if (given === undefined) return { refuse: 401, code: 'no-credentials' };
  const expected = `${basic.user}:${basic.password}`;
  const same = equal(Buffer.from(given, 'base64'), Buffer.from(expected));
  return same ? { ok: true } : { refuse: 401, code: 'wrong-credentials' };
}

function bySignature(
  keys: readonly string[],
  headers: Headers,
  rawBody: Uint8Array,
  now: Date,
): Admitted | Refusal {
  const id = text(headers['webhook-id']);
  const stamp = text(headers['webhook-timestamp']);
  const signatures = text(headers['webhook-signature']);
  if (id === undefined || stamp === undefined || signatures === undefined)
    return { refuse: 401, code: 'no-signature' };
  if (id.length > MAX_ID_LENGTH || !/^\d{1,12}$/.test(stamp))
    return { refuse: 400, code: 'bad-signature-headers' };
  const sentAt = new Date(Number(stamp) * 1000);
  const body = Buffer.from(rawBody.buffer, rawBody.byteOffset, rawBody.byteLength);
  // The library signs text. Bytes that are no UTF-8 would become replacement characters, equal for different bodies.
  if (!body.equals(Buffer.from(body.toString()))) return { refuse: 400, code: 'not-utf8' };
  const given = signatures.split(' ');
  const signed = keys.some((key) => {
    const expected = Buffer.from(signer(key).sign(id, sentAt, body));
    return given.some((signature) => equal(Buffer.from(signature), expected));
  });
  if (!signed) return { refuse: 401, code: 'wrong-signature' };
  const apart = Math.abs(now.getTime() - sentAt.getTime()) / 1000;
  return apart > TOLERANCE_SECONDS ? { refuse: 401, code: 'stale-signature' } : { ok: true, deliveryId: id };
}

const signer = (key: string): Webhook => new Webhook(key);

/** In constant time, whatever the lengths. */
const equal = (a: Uint8Array, b: Uint8Array): boolean => timingSafeEqual(digest(a), digest(b));
const digest = (bytes: Uint8Array): Uint8Array => createHash('sha256').update(bytes).digest();

/** A header that came twice is no header: two readers might read two things. */
const text = (value: string | readonly string[] | undefined): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined;
