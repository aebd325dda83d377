import type { Deadline, DeadlineState } from './deadline.js';
import { nextLook } from './next-look.js';

const near = '2026-11-02T10:00:00.000Z';
const due = '2026-11-03T10:00:00.000Z';

const deadline = (state: DeadlineState, more: Partial<Deadline> = {}): Deadline => ({
  ref: 'r',
  rule: 'r',
  ruleVersion: '1',
  triggeredBy: 'awareAt',
  nearAt: near,
  dueAt: due,
  state,
  ...more,
});

test.each<readonly [DeadlineState, string | undefined]>([
  ['running', near],
  ['near', due],
  ['overdue-unconfirmed', due],
  ['missed', due],
  ['met', undefined],
  ['not-applicable', undefined],
  ['disapplied', undefined],
  ['applicability-unknown', undefined],
])('of one that is %s: %s', (state, wanted) => {
  expect(nextLook([deadline(state)], undefined)).toBe(wanted);
});

test('a miss that is told of, or rings nothing, needs no look; one whose due moment moved does', () => {
  const clock = { at: due, readTo: {}, toldDeadlines: [{ ref: 'r', dueAt: due }] };
  expect(nextLook([deadline('missed')], clock)).toBeUndefined();
  expect(nextLook([deadline('missed', { quiet: true })], undefined)).toBeUndefined();
  expect(nextLook([deadline('missed', { dueAt: near })], clock)).toBe(near);
});

test('of several the earliest; of none, none', () => {
  expect(nextLook([deadline('near'), deadline('met'), deadline('running')], undefined)).toBe(near);
  expect(nextLook([deadline('running'), deadline('near')], undefined)).toBe(near);
  expect(nextLook([], undefined)).toBeUndefined();
});

test('one without a moment is left out', () => {
  const { nearAt: _, dueAt: __, ...bare } = deadline('running');
  expect(nextLook([bare, { ...bare, state: 'near' }], undefined)).toBeUndefined();
});
