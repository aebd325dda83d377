import { lawCalendar } from './calendar/calendar.js';
import { dueAt, nearAt, type Limit } from './limit.js';

const law = lawCalendar('england-and-wales');

it.each<[string, string, Limit, string]>([
  ['hours over a weekend', '2026-11-06T17:00:00.000Z', { hours: 24 }, '2026-11-07T17:00:00.000Z'],
  ['hours when the clocks go forward', '2026-03-28T23:30:00.000Z', { hours: 24 }, '2026-03-29T23:30:00.000Z'],
  ['hours when the clocks go back', '2026-10-24T23:30:00.000Z', { hours: 24 }, '2026-10-25T23:30:00.000Z'],
  ['working days in winter', '2026-11-02T09:00:00.000Z', { workingDays: 3 }, '2026-11-05T23:59:59.999Z'],
  ['working days in summer', '2026-07-06T09:00:00.000Z', { workingDays: 3 }, '2026-07-09T22:59:59.999Z'],
  ['from summer into winter', '2026-10-22T09:00:00.000Z', { workingDays: 3 }, '2026-10-27T23:59:59.999Z'],
  ['from winter into summer', '2026-03-26T09:00:00.000Z', { workingDays: 3 }, '2026-03-31T22:59:59.999Z'],
  [
    'late in the evening of summer, the next day in UTC',
    '2026-07-05T23:30:00.000Z',
    { workingDays: 1 },
    '2026-07-07T22:59:59.999Z',
  ],
  ['calendar days', '2026-12-18T09:00:00.000Z', { calendarDays: 10 }, '2026-12-28T23:59:59.999Z'],
  ['twelve weeks', '2026-01-05T09:00:00.000Z', { weeks: 12 }, '2026-03-30T22:59:59.999Z'],
  ['a month that is shorter', '2026-01-31T09:00:00.000Z', { months: 1 }, '2026-02-28T23:59:59.999Z'],
])('%s', (_, trigger, limit, expected) => {
  expect(dueAt(trigger, limit, law)).toBe(expected);
});

it.each<[string, string, Limit, string]>([
  ['the last fifth of hours', '2026-11-06T00:00:00.000Z', { hours: 10 }, '2026-11-06T08:00:00.000Z'],
  [
    'the working day before the last',
    '2026-11-02T09:00:00.000Z',
    { workingDays: 5 },
    '2026-11-06T00:00:00.000Z',
  ],
  ['the last day of one day', '2026-11-06T09:00:00.000Z', { workingDays: 1 }, '2026-11-09T00:00:00.000Z'],
  ['not before the trigger', '2026-11-06T09:00:00.000Z', { calendarDays: 1 }, '2026-11-06T09:00:00.000Z'],
])('is near: %s', (_, trigger, limit, expected) => {
  expect(nearAt(trigger, dueAt(trigger, limit, law), limit, law)).toBe(expected);
});

it('is near when its rule says so', () => {
  expect(
    nearAt('2026-01-05T09:00:00.000Z', '2026-03-30T22:59:59.999Z', { weeks: 12 }, law, { workingDays: 5 }),
  ).toBe('2026-03-23T00:00:00.000Z');
});
