import { startOf, weekday } from './days.js';

test('a day begins at midnight in London, in summer and in winter', () => {
  expect(startOf('2026-07-01')).toBe('2026-06-30T23:00:00.000Z');
  expect(startOf('2026-12-01')).toBe('2026-12-01T00:00:00.000Z');
});

test('Monday is 1, Sunday 7', () => {
  expect(['2026-11-23', '2026-11-29'].map(weekday)).toEqual([1, 7]);
});
