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
  const charset = parameters
    .map((parameter) => /^\s*charset\s*=\s*"?([^"\s]+)"?\s*$/.exec(parameter)?.[1])
    .find(Boolean);
  if (charset !== undefined && charset !== 'utf-8' && charset !== 'utf8')
    return { refuse: 415, code: 'wrong-charset' };
  return { ok: true };
}
