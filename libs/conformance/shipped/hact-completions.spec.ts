import { readFileSync } from 'node:fs';
import type { JsonObject } from '#libs/model/json.js';
import { misfit } from '#libs/model/schema/validate.js';
import { published, versioned } from './testing/published.js';
import { describeCases, sharedCase, streamOf } from './testing/shared-data.js';

/** A WorkOrderComplete is sent when a job has ended, whichever way: its updates say how, and the order is what they say. */
const stream = streamOf('contractor-hact', 'completions');

async function orderOf(document: JsonObject): Promise<JsonObject> {
  const answers = await stream.mapping.map([document]);
  expect(answers).toMatchObject([{ outcome: 'contributions', unmapped: [] }]);
  const [order] = published(stream, answers).values();
  expect(misfit('work-order', versioned(order?.main ?? {}))).toBeUndefined();
  return order?.main ?? {};
}

/** How the order ended, with nothing of what else it holds. */
async function ending(document: JsonObject): Promise<JsonObject> {
  const { status, completedAt, cancelledAt } = await orderOf(document);
  return JSON.parse(
    JSON.stringify({
      status: (status as JsonObject | undefined)?.['value'],
      completedAt: (completedAt as JsonObject | undefined)?.['at'],
      cancelledAt: (cancelledAt as JsonObject | undefined)?.['at'],
    }),
  ) as JsonObject;
}

/** An update that happened at this hour of a day, if any, about these work elements, or else about the whole order. */
const update = (code: string, hour?: number, ...elements: readonly string[]): JsonObject => {
  const [type = '', verb] = code.split('/');
  return {
    TypeCode: type,
    ...(verb === undefined ? {} : { OtherType: verb }),
    ...(hour === undefined ? {} : { EventTime: `2025-11-04T${hour}:00:00Z` }),
    ...(elements.length === 0 ? {} : { RelatedWorkElementReference: elements.map((ID) => ({ ID })) }),
  };
};
const at = (hour: number): string => `2025-11-04T${hour}:00:00Z`;
const DOCUMENT_ALONE = { status: 'completed' };

test.each<readonly [string, readonly JsonObject[], JsonObject]>([
  ['cancelled', [update('0/cancel', 10)], { status: 'cancelled', cancelledAt: at(10) }],
  ['cancelled, nobody says when', [update('0/cancel')], { status: 'cancelled' }],
  ['nobody was let in', [update('70', 10)], { status: 'no-access' }],
  ['not let in, and called completed beside it', [update('70/completed', 10)], { status: 'no-access' }],
  ['not let in first, done later', [update('70', 10), update('0/complete', 12)], { completedAt: at(12) }],
  ['the same, newest first', [update('0/complete', 12), update('70', 10)], { completedAt: at(12) }],
  [
    'done, then cancelled',
    [update('0/cancel', 12), update('0/complete', 10)],
    { status: 'cancelled', cancelledAt: at(12) },
  ],
  ['cancelled, then done', [update('0/complete', 12), update('0/cancel', 10)], { completedAt: at(12) }],
  ['without times the list decides', [update('0/complete', 12), update('70')], { status: 'no-access' }],
  [
    'without times the list decides, here too',
    [update('70'), update('0/complete', 12)],
    { completedAt: at(12) },
  ],
  ['incomplete', [update('120', 10)], {}],
  ['done, then found incomplete', [update('0/complete', 10), update('120', 12)], {}],
  ['needs materials', [update('120-20', 10)], {}],
  ['needed materials, done later', [update('120-20', 10), update('0/complete', 12)], { completedAt: at(12) }],
  ['cancelled and resumed', [update('0/cancel', 10), update('0/resume', 12)], DOCUMENT_ALONE],
  ['only a note', [update('0/addNote', 10)], DOCUMENT_ALONE],
  [
    'a note after the end',
    [update('0/cancel', 10), update('0/addNote', 12)],
    { status: 'cancelled', cancelledAt: at(10) },
  ],
  [
    'one element done, another cancelled later',
    [update('0/complete', 10, '1'), update('0/cancel', 12, '2')],
    { completedAt: at(10) },
  ],
  [
    'all elements cancelled',
    [update('0/cancel', 10, '1', '2')],
    { status: 'cancelled', cancelledAt: at(10) },
  ],
  [
    'one element done, no way into another',
    [update('0/complete', 10, '1'), update('70', 12, '2')],
    { status: 'no-access' },
  ],
])('%s', async (_, JobStatusUpdates, expected) => {
  expect(await ending({ WorkOrderReference: { ID: '00545095' }, JobStatusUpdates })).toEqual(expected);
});

test('an order that ended otherwise has no update that says it was completed', async () => {
  const updates = async (...JobStatusUpdates: readonly JsonObject[]) =>
    (await orderOf({ WorkOrderReference: { ID: '00545095' }, JobStatusUpdates }))['jobUpdates'];
  expect(await updates(update('0/cancel', 10))).toMatchObject([{ type: { value: 'cancelled' } }]);
  expect(await updates(update('70/completed', 10))).toMatchObject([{ type: { value: 'no-access' } }]);
  expect(await updates(update('120', 10))).toMatchObject([{ type: { value: 'incomplete' } }]);
});

test('an ending that no table knows decides, and is not taken for a completion', async () => {
  const document = { WorkOrderReference: { ID: '00545095' }, JobStatusUpdates: [update('0/abandoned', 10)] };
  expect(await stream.mapping.map([document])).toMatchObject([
    { outcome: 'dead-letter', code: 'unknown-code' },
  ]);
});

describeCases('hact', 'completions of jobs that were not done', () => {
  const read = (name: string) => JSON.parse(readFileSync(sharedCase(`hact/${name}`), 'utf8')) as JsonObject;

  it('cancelled', async () => {
    expect(await ending(read('complete-cancelled.json'))).toEqual({
      status: 'cancelled',
      cancelledAt: '2026-11-20T10:16:20Z',
    });
  });

  it('no access', async () => {
    expect(await ending(read('complete-no-access.json'))).toEqual({ status: 'no-access' });
  });
});
