import type { ChangeEvent } from './change-event.js';
import { matchesPattern, parsePattern } from './pattern.js';

const event: ChangeEvent<'work-order'> = {
  id: 't/k:1',
  kind: 'work-order',
  key: 'k',
  version: 1,
  changes: ['ordered', 'appointed'],
  origin: 'live',
  at: '2026-01-05T10:00:00Z',
  value: { id: 'k', kind: 'work-order', version: 1, state: 'current' },
};

test.each([
  ['work-order.ordered', true],
  ['work-order.appointed', true],
  ['work-order.*', true],
  ['work-order.completed', false],
  ['request.ordered', false],
  ['work-order-personal.*', false],
])('%s matches an event that was ordered and appointed: %s', (pattern, expected) => {
  expect(matchesPattern(parsePattern(pattern), event)).toBe(expected);
});

test.each([
  'work-order.complete',
  'order.completed',
  'work-order',
  'work-order-personal.completed',
  'work-order.*.x',
  '*',
])('%s is refused, as it would wait for ever', (pattern) => {
  expect(() => parsePattern(pattern)).toThrow(expect.objectContaining({ code: 'subscriber-pattern' }));
});
