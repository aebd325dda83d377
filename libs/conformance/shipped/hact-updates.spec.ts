import type { EntityDocument } from '#libs/resolution/fold/document.js';
import type { JsonObject } from '#libs/model/json.js';
import { misfit } from '#libs/model/schema/validate.js';
import { join } from 'node:path';
import { published, versioned } from './testing/published.js';
import { CONNECTORS, streamOf, valuesIn } from './testing/shared-data.js';

/** What a contractor tells twice is one, and what it tells of two things is two, also where the documents say little. */
const fixtures = join(CONNECTORS, 'contractor-hact/fixtures');

async function told(name: string, file: string) {
  const stream = streamOf('contractor-hact', name);
  const answers = await stream.mapping.map(await valuesIn(stream, join(fixtures, name, file)));
  const keys = answers.map((it) => ('key' in it ? it.key : undefined));
  return { keys: new Set(keys), orders: [...published(stream, answers).values()] };
}

const comments = ([order]: readonly EntityDocument[]): unknown =>
  (order?.personal?.['jobUpdates'] as readonly JsonObject[] | undefined)?.map((it) => it['comments']).sort();

test('two updates without a time are two; sent again under another delivery number, one of them stays one', async () => {
  const { keys, orders } = await told('status-updates', 'without-a-time-pascal-case.json');
  expect(keys.size).toBe(2);
  expect(comments(orders)).toEqual(['First call', 'Second call']);
});

test('two notes of one second are two; one that is sent again stays one', async () => {
  const { keys, orders } = await told('status-updates', 'notes-of-one-second-camel-case.json');
  expect(keys.size).toBe(2);
  expect(comments(orders)).toEqual(['Parts ordered', 'Tenant told']);
});

test('two notes of one second do not keep a completion out', async () => {
  const { orders } = await told('completions', 'two-notes-of-one-second.json');
  expect(orders[0]?.main['completedAt']).toMatchObject({ at: '2025-11-04T12:30:00Z' });
  expect(comments(orders)).toEqual(['Tap renewed', 'Water back on', undefined]);
});

test('a note of a completion is the one that came by itself', async () => {
  const stream = streamOf('contractor-hact', 'status-updates');
  const note = {
    TypeCode: '0',
    OtherType: 'addNote',
    EventTime: '2025-11-04T12:00:00Z',
    Comments: 'Tap renewed',
  };
  const alone = await stream.mapping.map([{ RelatedWorkOrderReference: { ID: '00545095' }, ...note }]);
  const whole = await streamOf('contractor-hact', 'completions').mapping.map([
    {
      WorkOrderReference: { ID: '00545095' },
      JobStatusUpdates: [note, { ...note, OtherType: 'complete', Comments: 'Done' }],
    },
  ]);
  const [order] = published(stream, [...alone, ...whole]).values();
  expect(order?.main['jobUpdates']).toHaveLength(2);
});

test.each(['completions', 'appointment-requests', 'status-updates'])(
  "%s: a landlord's order and a contractor's job of the same number are two records; a short number is the same order",
  async (name) => {
    const keyOf = async (reference: JsonObject): Promise<string | undefined> => {
      const document = { WorkOrderReference: reference, AppointmentReference: { ID: '1' } };
      const update = {
        RelatedWorkOrderReference: reference,
        TypeCode: '70',
        EventTime: '2025-11-04T12:00:00Z',
      };
      const sent = name === 'status-updates' ? update : document;
      const [answer] = await streamOf('contractor-hact', name).mapping.map([sent]);
      return answer && 'key' in answer ? answer.key : undefined;
    };
    const landlords = await keyOf({ ID: '00000100' });
    expect(landlords).toMatch(/^landlord\/00000100/);
    expect(await keyOf({ ID: '00000100', AllocatedBy: 'Contractor' })).toMatch(/^contractor\/00000100/);
    expect(await keyOf({ ID: '100', AllocatedBy: 'UH' })).toBe(landlords);
  },
);

test.each([
  ['no update says so', [], 'WorkOrderComplete'],
  ['one says so without a time', [{ TypeCode: '0', OtherType: 'complete' }], '0/complete'],
])('a completion is one without a time too: %s', async (_, JobStatusUpdates, code) => {
  const stream = streamOf('contractor-hact', 'completions');
  const answers = await stream.mapping.map([{ WorkOrderReference: { ID: '00545095' }, JobStatusUpdates }]);
  const [order] = published(stream, answers).values();
  expect(order?.main).not.toHaveProperty('completedAt');
  expect(order?.main).toMatchObject({
    status: { value: 'completed', raw: { code: 'WorkOrderComplete' } },
    jobUpdates: [{ type: { value: 'completed', raw: { code } } }],
  });
  expect(misfit('work-order', versioned(order?.main ?? {}))).toBeUndefined();
});
