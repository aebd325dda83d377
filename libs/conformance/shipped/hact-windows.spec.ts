import { readFileSync } from 'node:fs';
import type { JsonObject } from '#libs/model/json.js';
import { published } from './testing/published.js';
import { describeCases, sharedCase, streamOf } from './testing/shared-data.js';

/** The day of a window and its times come apart, and each in several forms: they are put together in the connector's zone. */
const stream = streamOf('contractor-hact', 'status-updates');

const at = (window: JsonObject | undefined, end: string): unknown =>
  (window?.[end] as JsonObject | undefined)?.['at'];

/** Begin and end of the window: the update and the appointment must say the same. */
async function windowOf(update: JsonObject): Promise<readonly unknown[]> {
  const answers = await stream.mapping.map([update]);
  expect(answers).toMatchObject([{ outcome: 'contributions' }]);
  const [order] = published(stream, answers).values();
  const [appointment] = (order?.main['appointments'] ?? []) as readonly JsonObject[];
  const [told] = (order?.main['jobUpdates'] ?? []) as readonly JsonObject[];
  const window = ['from', 'to'].map((end) => at(appointment, end));
  expect(['from', 'to'].map((end) => at(told, end))).toEqual(window);
  return window;
}

const update = (day: string | undefined, from: string, to: string): JsonObject => ({
  RelatedWorkOrderReference: { ID: '00545095' },
  EventTime: '2025-06-01T10:00:00Z',
  TypeCode: '10',
  RefinedAppointmentWindow: {
    ...(day === undefined ? {} : { Date: day }),
    TimeOfDay: { EarliestArrivalTime: from, LatestArrivalTime: to },
    Reference: { ID: 'B-1' },
  },
});

const SUMMER = ['2025-06-17T07:00:00Z', '2025-06-17T11:00:00Z'];
const WINTER = ['2025-12-17T08:00:00Z', '2025-12-17T12:00:00Z'];

test.each<[string, JsonObject, readonly unknown[]]>([
  ['a day', update('2025-06-17', '08:00:00', '12:00:00'), SUMMER],
  ['without seconds', update('2025-06-17', '08:00', '12:00'), SUMMER],
  [
    'a day at its midnight in UTC, in summer',
    update('2025-06-16T23:00:00.000Z', '08:00:00', '12:00:00'),
    SUMMER,
  ],
  ['a day at its midnight in UTC, in winter', update('2025-12-17T00:00:00Z', '08:00:00', '12:00:00'), WINTER],
  ['a day at midnight without a zone', update('2025-06-17T00:00:00', '08:00:00', '12:00:00'), SUMMER],
  ['a day at midnight with an offset', update('2025-06-17T00:00:00+01:00', '08:00:00', '12:00:00'), SUMMER],
  ['a day with a zone', update('2025-06-17+01:00', '08:00:00', '12:00:00'), SUMMER],
  ['times with an offset', update('2025-06-17', '08:00:00+01:00', '11:00:00Z'), SUMMER],
  ['times with their day', update('2025-06-17', '2025-06-17T08:00:00', '2025-06-17T12:00:00'), SUMMER],
  [
    'times with their day, and no other',
    update(undefined, '2025-06-17T08:00:00', '2025-06-17T11:00:00Z'),
    SUMMER,
  ],
  [
    'times with a day that is none',
    update('2025-06-17', '1970-01-01T08:00:00', '1899-12-30T12:00:00'),
    SUMMER,
  ],
  [
    'the same in UTC',
    update('2025-06-16T23:00:00Z', '1970-01-01T07:00:00Z', '1970-01-01T11:00:00.000Z'),
    SUMMER,
  ],
  [
    'times with a day that is none, and no other',
    update(undefined, '1970-01-01T08:00:00', '12:00:00'),
    [undefined, undefined],
  ],
])('%s', async (_, sent, expected) => {
  expect(await windowOf(sent)).toEqual(expected);
});

test.each(['17 June', '2025-02-30T23:00:00Z', '2025-06-17T25:00:00Z'])(
  'the day %s is not guessed',
  async (day) => {
    expect(await stream.mapping.map([update(day, '08:00:00', '12:00:00')])).toMatchObject([
      { outcome: 'dead-letter', code: 'bad-date' },
    ]);
  },
);

describeCases('hact', 'a window whose day is written in UTC', () => {
  it('is on the day that the sender means', async () => {
    const [sent = {}] = JSON.parse(
      readFileSync(sharedCase('hact/window-utc-midnight.json'), 'utf8'),
    ) as readonly JsonObject[];
    expect(await windowOf(sent)).toEqual(['2026-07-18T07:00:00Z', '2026-07-18T11:00:00Z']);
  });
});
