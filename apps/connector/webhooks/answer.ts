import type { WebhookSettings } from '#libs/sources/webhook/webhook-settings.js';
import { isSoap12, soap12Fault, soapFault } from '#libs/sources/webhook/soap.js';
import type { Refusal } from '#libs/sources/webhook/refusal.js';

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** After the commit: what the stream's connector says that its caller wants to hear. */
export const accepted = ({ respond }: WebhookSettings): Answer => ({
  status: respond.status,
  headers: { 'content-type': respond.contentType },
  body: respond.body,
});

/** At the door: nothing was stored. Says why, and nothing of what came (I10). */
export function refused(
  settings: WebhookSettings,
  { refuse, code }: Pick<Refusal, 'code'> & { readonly refuse: number },
  contentType: string | undefined,
): Answer {
  const answer = answerAs(settings, contentType, refuse, code, 'The delivery was refused.');
  if (refuse !== 401 || settings.auth.basic === undefined) return answer;
  return {
    ...answer,
    headers: { ...answer.headers, 'www-authenticate': 'Basic realm="lintel", charset="UTF-8"' },
  };
}

/** Stored as a dead letter, and the stream wants its caller to know. */
export const unfit = (settings: WebhookSettings, contentType: string | undefined): Answer =>
  answerAs(settings, contentType, 422, 'does-not-fit', 'The delivery was stored, but does not fit.');

/** Nothing was stored: the ledger cannot be written now. */
export function comeAgain(settings: WebhookSettings, code: string, contentType: string | undefined): Answer {
  const message = 'The delivery could not be stored now; send it again.';
  const answer = answerAs(settings, contentType, 503, code, message);
  return { ...answer, headers: { ...answer.headers, 'retry-after': '5' } };
}

/** SOAP callers get a fault of their own version (the status tells whose fault it is), others JSON. */
function answerAs(
  settings: WebhookSettings,
  contentType: string | undefined,
  status: number,
  code: string,
  message: string,
): Answer {
  if (settings.format === 'soap' && isSoap12(contentType))
    return {
      status,
      headers: { 'content-type': 'application/soap+xml; charset=utf-8' },
      body: soap12Fault(code, message, status >= 500),
    };
  if (settings.format === 'soap')
    return { status, headers: { 'content-type': 'text/xml; charset=utf-8' }, body: soapFault(code, message) };
  return { status, headers: { 'content-type': 'application/json' }, body: JSON.stringify({ code, message }) };
}
