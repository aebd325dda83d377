import { notVisible } from './visible.js';

const ends = (...offsets: readonly number[]): ReadonlyMap<string, readonly bigint[]> =>
  new Map([['a', offsets.map(BigInt)]]);

test.each([
  ['all is visible: the end is behind the last one', ['41', '7'], ends(42, 8), 0],
  ['also where a control record lies between', ['41', '7'], ends(43, 9), 0],
  ['the last one alone is not', ['41', '7'], ends(41, 8), 1],
  ['several of two partitions', ['41', '7'], ends(40, 0), 10],
  ['nothing was ever written', ['-1', '-1'], ends(0, 0), 0],
  ['a partition that cannot be asked is not counted', ['41', '7'], ends(42), 0],
  ['a topic that cannot be asked neither', ['41', '7'], new Map<string, readonly bigint[]>(), 0],
])('%s', (_, committed, now, count) => {
  expect(notVisible({ a: committed }, now)).toBe(count);
});
