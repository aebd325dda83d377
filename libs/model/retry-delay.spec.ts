import { retryDelay } from './retry-delay.js';

const PAUSES = { firstMs: 200, longestMs: 1_000 };

test('a pause doubles with each failure, up to the longest', () => {
  expect([1, 2, 3, 4, 5, 1_000].map((failures) => retryDelay(failures, PAUSES))).toEqual([
    200, 400, 800, 1_000, 1_000, 1_000,
  ]);
});

test('chance takes away half of it at most', () => {
  expect([0, 0.5, 1].map((chance) => retryDelay(2, PAUSES, () => chance))).toEqual([200, 300, 400]);
});
