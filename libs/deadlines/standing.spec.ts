import type { ClockFact } from './clock-fact.js';
import type { Deadline } from './deadline.js';
import { deadlinesOf } from './evaluate.js';
import { at, allReadTo, notified, ordered, clockSays } from './testing/cases.js';
import { shippedDeadlines } from './testing/shipped-rules.js';

const rules = shippedDeadlines();
const due = '2026-11-03T10:00:00.000Z';
const later = '2026-11-05T10:00:00.000Z';

const emergency = (clock?: ClockFact, under = rules, more = {}): Deadline | undefined =>
  deadlinesOf('work-order', ordered('emergency', more), under, clock).find(
    ({ rule }) => rule === 'target-emergency',
  );
const past = clockSays(later, { readTo: allReadTo(later) });

test('how a deadline stands is what the clock last said, to the moment', () => {
  const nearAt = emergency()?.nearAt ?? '';
  expect(nearAt < due).toBe(true);
  const before = new Date(Date.parse(nearAt) - 1).toISOString();
  expect([before, nearAt, due].map((now) => emergency(clockSays(now))?.state)).toEqual([
    'running',
    'near',
    'near',
  ]);
  expect(emergency(clockSays(later, { readTo: allReadTo(due) }))?.state).toBe('overdue-unconfirmed');
  expect(emergency(past)?.state).toBe('missed');
});

test('what the clock said under other rules counts only for what it told of', () => {
  const other = { ...past, rules: 'other' };
  expect(emergency(other)?.state).toBe('running');
  expect(emergency({ ...past, rules: rules.hash })?.state).toBe('missed');
  expect(emergency({ ...other, toldDeadlines: [{ ref: 'target-emergency', dueAt: due }] })?.state).toBe(
    'missed',
  );
});

test('what was due before the rule was verified, in use here, or the systems were live rings nothing', () => {
  const verified = (verifiedOn: string) => ({
    ...rules,
    rules: rules.rules.map((it) => ({ ...it, verifiedOn })),
  });
  expect(emergency(past)).not.toHaveProperty('quiet');
  expect(emergency(past, verified('2026-11-04'))).toMatchObject({ quiet: true });
  expect(emergency(past, verified('2026-11-03'))).not.toHaveProperty('quiet');
  expect(emergency({ ...past, inUse: { 'target-emergency': later } })).toMatchObject({ quiet: true });
  expect(emergency({ ...past, inUse: { other: later } })).not.toHaveProperty('quiet');
  expect(emergency({ ...past, ringsFrom: later })).toMatchObject({ quiet: true });
  expect(emergency({ ...past, ringsFrom: due })).not.toHaveProperty('quiet');
});

test('what counted the days is named where days were counted', () => {
  expect(emergency()).not.toHaveProperty('calendarVersion');
  const [days] = deadlinesOf(
    'work-order',
    notified('leaking-roof', '2026-11-02T10:00:00Z'),
    rules,
    undefined,
  );
  expect(days).toMatchObject({ dueBy: 'rule', calendarVersion: expect.any(String) });
  const given = deadlinesOf('work-order', ordered('normal', { targetAt: at(later) }), rules, undefined);
  expect(given).toEqual([expect.objectContaining({ dueBy: 'given', dueAt: later })]);
  expect(given[0]).not.toHaveProperty('calendarVersion');
});

test('what no clock runs for has no deadline', () => {
  expect(deadlinesOf('invoice', ordered('emergency'), rules, undefined)).toEqual([]);
});

test('a law that binds other landlords does not apply', () => {
  const of = (landlord: 'local-authority' | 'registered-provider') =>
    deadlinesOf(
      'work-order',
      notified('leaking-roof', '2026-11-02T10:00:00Z'),
      { ...rules, landlord },
      undefined,
    ).map(({ state, reason }) => reason ?? state);
  expect(of('local-authority')).toEqual(['running']);
  expect(of('registered-provider')).toEqual(['landlord-not-bound']);
});
