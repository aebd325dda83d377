import { createHash, timingSafeEqual } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import { ConfigError } from '#libs/model/errors.js';
import type { WebhookSettings } from './webhook-settings.js';
import type { Refusal } from './refusal.js';

/** Header names in lower case, as Node gives them. */
export type Headers = Readonly<Record<string, string | readonly string[] | undefined>>;

/** A delivery that may come in. */
export interface Admitted {
  readonly ok: true;
  /**
   * The sender's own id of the delivery, where it has one, and a hash of the body. It recognises a retry, and is never the key of a record. A
   * sender that uses an id again for another body has sent another delivery.
   */
  readonly deliveryId?: string;
}

/** Standard Webhooks, "verifying webhook authenticity": a timestamp may be five minutes off, either way. */
const TOLERANCE_SECONDS = 300;
const MAX_ID_LENGTH = 256;

/**
 * Decides whether a delivery may come in. The webhook door calls it first, before anything reads the body; any number of calls may run
 * at once. `rawBody` is exactly what came over the wire, `now` decides whether a signature is too old.
 *
 * Where signing keys are set and the delivery is signed, its signature decides, also where a password is set too. Else the password
 * decides. Where neither is set nothing comes in. It compares in constant time, keeps nothing, and remembers no delivery: a
 * repeat within five minutes is admitted again, with the same `deliveryId`.
 *
 * It throws nothing for what came: a Refusal has the status 401, or 400 where headers or body cannot be verified at all. It does throw
 * for a key that `refuseBadKeys` would have refused at the start.
 */
export function authenticate(
  settings: WebhookSettings,
  headers: Headers,
  rawBody: Uint8Array,
  now: Date,
): Admitted | Refusal {
  const { basic, standardWebhooks } = settings.auth;
  const isSigned = singleHeader(headers['webhook-signature']) !== undefined;
  if (standardWebhooks !== undefined && (isSigned || basic === undefined)) {
    return bySignature(standardWebhooks.keys, headers, rawBody, now);
  }
  if (basic !== undefined) return byPassword(basic, headers);
  return { refuse: 401, code: 'no-way-in' };
}

/** Checks the signing keys when a program starts, so that a bad one does not show at the first delivery. Throws ConfigError `webhook-key`. */
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
  const given = /^Basic +([A-Za-z0-9+/=]+)$/i.exec(singleHeader(headers['authorization']) ?? '')?.[1];
  if (given === undefined) return { refuse: 401, code: 'no-credentials' };
  const expected = `${basic.user}:${basic.password}`;
  const isSame = equal(Buffer.from(given, 'base64'), Buffer.from(expected));
  return isSame ? { ok: true } : { refuse: 401, code: 'wrong-credentials' };
}

function bySignature(
  keys: readonly string[],
  headers: Headers,
  rawBody: Uint8Array,
  now: Date,
): Admitted | Refusal {
  const id = singleHeader(headers['webhook-id']);
  const stamp = singleHeader(headers['webhook-timestamp']);
  const signatures = singleHeader(headers['webhook-signature']);
  if (id === undefined || stamp === undefined || signatures === undefined)
    return { refuse: 401, code: 'no-signature' };
  if (id.length > MAX_ID_LENGTH || !/^\d{1,12}$/.test(stamp))
    return { refuse: 400, code: 'bad-signature-headers' };
  const sentAt = new Date(Number(stamp) * 1000);
  const body = Buffer.from(rawBody.buffer, rawBody.byteOffset, rawBody.byteLength);
  // The library signs text. Bytes that are not UTF-8 would become replacement characters, so that different bodies would be equal.
  if (!body.equals(Buffer.from(body.toString()))) return { refuse: 400, code: 'not-utf8' };
  const givenSignatures = signatures.split(' ');
  const signed = keys.some((key) => {
    const expected = Buffer.from(signer(key).sign(id, sentAt, body));
    return givenSignatures.some((signature) => equal(Buffer.from(signature), expected));
  });
  if (!signed) return { refuse: 401, code: 'wrong-signature' };
  const secondsApart = Math.abs(now.getTime() - sentAt.getTime()) / 1000;
  return secondsApart > TOLERANCE_SECONDS
    ? { refuse: 401, code: 'stale-signature' }
    : { ok: true, deliveryId: `${id} ${digest(rawBody).toString('hex')}` };
}

const signer = (key: string): Webhook => new Webhook(key);

/** Compares in constant time, whatever the lengths. */
const equal = (a: Uint8Array, b: Uint8Array): boolean => timingSafeEqual(digest(a), digest(b));
const digest = (bytes: Uint8Array): Buffer => createHash('sha256').update(bytes).digest();

/** A header that came once and is not empty. One that came twice counts as none, since two readers might read two things. */
const singleHeader = (value: string | readonly string[] | undefined): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined;
