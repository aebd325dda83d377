import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { camelCase } from '#libs/hact/camel-case-document.js';
import type { OrderFile } from '#libs/hact/export.js';
import { toScheduleRepair } from '#libs/hact/schedule-repair.js';
import type { JsonObject } from '#libs/model/json.js';
import { published } from './testing/published.js';
import { CONNECTORS, streamOf } from './testing/shared-data.js';

/** An order that came as a ScheduleRepair, exported and read again, says the same: in whatever HACT can say. */
const stream = streamOf('contractor-hact', 'schedule-repairs');
const sent = JSON.parse(
  readFileSync(
    join(CONNECTORS, 'contractor-hact/fixtures/schedule-repairs/every-field-pascal-case.json'),
    'utf8',
  ),
) as JsonObject;

const read = async (document: JsonObject): Promise<OrderFile> => {
  const [order] = published(stream, await stream.mapping.map([document])).values();
  const { main, personal } = order ?? {};
  return { main, personal, requests: [], properties: new Map(), followOns: [] } as unknown as OrderFile;
};

/**
 * What must come back. Raw codes are HACT's own then; a code of the licensed price book goes out as a custom code; a unit goes out only where
 * the user's own schema lists it.
 */
const told = ({ main, personal }: OrderFile): JsonObject =>
  JSON.parse(
    JSON.stringify({
      references: main.references,
      links: main.links?.map(({ type, reference }) => [type, reference]),
      priority: main.priority?.value,
      workClass: main.workClass?.code,
      at: [main.raisedAt?.at, main.reportedAt?.at, main.targetAt?.at],
      contractor: main.contractor,
      hours: main.estimatedHours,
      tasks: main.tasks?.map(({ ref, rates, trade }) => [
        ref,
        rates?.map(({ code, quantity }) => [code, quantity]),
        trade?.value,
      ]),
      description: personal?.description,
      location: personal?.location,
      access: personal?.access,
      customer: [personal?.customerName, personal?.customerPhone],
      keysafe: personal?.keysafe,
    }),
  ) as JsonObject;

test.each([
  ['PascalCase', (it: JsonObject) => it],
  ['camelCase', camelCase],
] as const)('%s', async (_, named) => {
  const order = await read(sent);
  const { documents, missing } = toScheduleRepair(order, { instructedBy: 'Example Housing' });
  expect(missing).toEqual([]);
  expect(Object.keys(told(order))).toEqual(
    expect.arrayContaining(['priority', 'tasks', 'customer', 'keysafe']),
  );
  expect(told(await read(named(documents[0] ?? {})))).toEqual(told(order));
});
