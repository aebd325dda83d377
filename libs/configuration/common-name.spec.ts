import { posix } from 'node:path';
import * as fc from 'fast-check';
import { commonName } from './common-name.js';

test.each([
  ['*', '*'],
  ['*.csv', '*.csv'],
  ['*.csv', 'orders*'],
  ['jobs_*.csv', '*_2026.csv'],
  ['{jobs,visits}*.xml', 'v*.xml'],
  ['{a,{b,c}}?', 'c*'],
  ['[a-f]*.json', '[!a-e]*'],
  ['[[:digit:]]*', '*[!a-z]'],
  ['[]]x', '[[-^]x'],
  ['report 2026.csv', '*'],
  ['?', '[^a]'],
  ['a**b', 'a*c*b'],
  ['jobs+(1|2).csv', '*.csv'],
  ['jobs?(-new).csv', 'jobs.csv'],
  ['!(a)', 'b*'],
  ['caf\u00e9.csv', 'cafe\u0301*'],
  ['\u20ac?', '[\u20ab-\u20ad]x'],
])('%s and %s can match one file', (a, b) => {
  for (const [left, right] of [
    [a, b],
    [b, a],
  ] as const) {
    const name = commonName(left, right);
    expect(name).toBeDefined();
    for (const glob of [a, b]) expect(posix.matchesGlob(name ?? '', glob.normalize())).toBe(true);
  }
});

test.each([
  ['*.csv', '*.xml'],
  ['orders*', 'visits*'],
  ['a?', 'a'],
  ['a?', 'a??'],
  ['[a-f]*', '[g-z]*'],
  ['{jobs,visits}.csv', '{orders,trades}.csv'],
  ['*.csv', '*.CSV'],
  ['*.csv', '.csv'],
  ['[!a]', 'a'],
  ['', '*'],
])('%s and %s can not', (a, b) => {
  expect([commonName(a, b), commonName(b, a)]).toEqual([undefined, undefined]);
});

test('of short globs it finds a name whenever there is one', () => {
  const glob = fc
    .array(fc.constantFrom('a', 'b', '*', '?', '[ab]', '[!a]', '{a,b}', '{a,bb}', '{,b}'), {
      minLength: 1,
      maxLength: 4,
    })
    .map((parts) => parts.join(''));
  const names = ['a', 'b', 'c'].reduce<readonly string[]>(
    (known) => [...known, ...known.flatMap((name) => ['a', 'b', 'c'].map((next) => name + next))],
    [''],
  );
  const all = [...new Set(names)].filter((name) => name !== '' && name.length <= 3);
  fc.assert(
    fc.property(glob, glob, (a, b) => {
      const isThere = all.some((name) => posix.matchesGlob(name, a) && posix.matchesGlob(name, b));
      if (isThere) expect(commonName(a, b)).toBeDefined();
    }),
    { numRuns: 1_000 },
  );
});
