import type { WebhookSettings } from './webhook-settings.js';
import type { Refusal } from './refusal.js';

const ACCEPTED = {
  soap: /^(?:text|application)\/(?:[\w.-]+\+)?xml$/,
  json: /^application\/(?:[\w.-]+\+)?json$/,
} as const;

/**
 * Checks that a delivery says that it is in the stream's format and in UTF-8. The door calls it after `authenticate`. A Refusal has the
 * status 415.
 */
export function checkContentType(
  settings: WebhookSettings,
  contentType: string | undefined,
): { readonly ok: true } | Refusal {
  const [type = '', ...parameters] = (contentType ?? '').toLowerCase().split(';');
  if (!ACCEPTED[settings.format].test(type.trim())) return { refuse: 415, code: 'wrong-content-type' };
  const charset = charsetOf(parameters);
  if (charset !== undefined && !UTF_8.has(charset)) return { refuse: 415, code: 'wrong-charset' };
  return { ok: true };
}

/** ASCII is the part of UTF-8 that is one byte long. */
const UTF_8: ReadonlySet<string> = new Set(['utf-8', 'utf8', 'us-ascii', 'ascii']);

/** Tells whether the header names the charset of the body; `checkContentType` has let in nothing but UTF-8. */
export const namesCharset = (contentType: string | undefined): boolean =>
  charsetOf((contentType ?? '').toLowerCase().split(';').slice(1)) !== undefined;

const charsetOf = (parameters: readonly string[]): string | undefined =>
  parameters
    .map((parameter) => /^\s*charset\s*=\s*["']?([^"'\s]+)["']?\s*$/.exec(parameter)?.[1])
    .find((charset) => charset !== undefined);
