import { seenVersions } from './seen-versions.js';

const place = { topic: 't', partition: 0 };

test('what is not newer than what was done is a repeat, in its own partition and topic only', () => {
  const seen = seenVersions(10);
  expect(seen.isRepeat(place, 'a', 1)).toBe(false);
  seen.done(place, 'a', 3);
  expect([1, 3, 4].map((version) => seen.isRepeat(place, 'a', version))).toEqual([true, true, false]);
  expect(seen.isRepeat({ topic: 't-personal', partition: 0 }, 'a', 3)).toBe(false);
  expect(seen.isRepeat({ topic: 't', partition: 1 }, 'a', 3)).toBe(false);
});

test('an older version that is done late does not lower the mark', () => {
  const seen = seenVersions(10);
  for (const version of [6, 5]) seen.done(place, 'a', version);
  expect([6, 7].map((version) => seen.isRepeat(place, 'a', version))).toEqual([true, false]);
});

test('forgets what was longest untouched', () => {
  const seen = seenVersions(2);
  for (const key of ['a', 'b', 'a', 'c']) seen.done(place, key, 1);
  expect(['a', 'b', 'c'].map((key) => seen.isRepeat(place, key, 1))).toEqual([true, false, true]);
});
