import { readFile } from 'node:fs/promises';
import { extname } from 'node:path';
import { takeOutAllAttachments } from '#libs/sources/attachments/take-out.js';
import { tracelessStore } from '#libs/sources/attachments/traceless-store.js';
import { checkContentType } from '#libs/sources/webhook/content-type.js';
import { parseDelivery } from '#libs/sources/webhook/parse-delivery.js';
import { parseStoredDelivery } from '#libs/sources/webhook/parse-stored-delivery.js';
import type { WebhookSettings } from '#libs/sources/webhook/webhook-settings.js';
import { isRefusal, type Refusal } from '#libs/sources/webhook/refusal.js';
import type { Fixture } from './fixture.js';
import type { Fault } from './result.js';

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '.json': 'application/json',
  '.xml': 'text/xml; charset=utf-8',
  '.csv': 'text/csv',
};

/** The fixture as the body of one call, past the same checks as at the door but for who calls. */
export async function readDelivered(settings: WebhookSettings, file: string): Promise<Fixture | Fault> {
  const type = checkContentType(settings, CONTENT_TYPES[extname(file)]);
  if (isRefusal(type)) return refusedAtTheDoor(type, settings);
  const delivery = parseDelivery(settings, await readFile(file));
  if (isRefusal(delivery)) return refusedAtTheDoor(delivery, settings);
  const records = await takeOutAllAttachments(delivery.records, settings.attachments ?? [], tracelessStore);
  return { records, parse: (raw) => parseStoredDelivery(settings, raw) };
}

/** Such a call leaves no record, so there is nothing that an expected result could stand for. */
function refusedAtTheDoor({ refuse, code }: Refusal, settings: WebhookSettings): Fault {
  return {
    code: 'delivery-refused',
    message: `the webhook would refuse this call with ${refuse} ${code}`,
    way: `mend the fixture: a body of ${settings.format} as the system sends it`,
  };
}
