import type { ReadItem } from '#libs/model/batch.js';
import type { Outcome } from '#libs/model/contribution.js';
import { StructuralWatch } from './structural-watch.js';

type Seen = Pick<ReadItem, 'mapped'>;

const deadLetter = (code: string): Seen => ({ mapped: { outcome: 'dead-letter', code, message: 'no' } });
const bad = deadLetter('column-gone');
const good: Seen = { mapped: { outcome: 'filtered', key: '1', rule: 'any' } };
const repeat = (count: number, item: Seen): readonly Seen[] => Array.from({ length: count }, () => item);

/** Shows it records that ended as the mapping said. */
const see = (watch: StructuralWatch, ...items: readonly Seen[]): boolean =>
  watch.see(
    items,
    items.map(({ mapped }): Outcome => (mapped.outcome === 'dead-letter' ? 'dead-letter' : 'applied')),
  );

test('a hundred structural dead letters are borne, one more stops the stream', () => {
  const watch = new StructuralWatch();
  expect(see(watch, ...repeat(100, bad))).toBe(false);
  expect(see(watch, good)).toBe(false);
  expect(see(watch, bad)).toBe(true);
});

test('they are counted over batches as well as within one', () => {
  expect(see(new StructuralWatch(), ...repeat(101, bad))).toBe(true);
  const watch = new StructuralWatch();
  const answers = Array.from({ length: 101 }, () => see(watch, bad));
  expect(answers.indexOf(true)).toBe(100);
});

test('only the last two hundred records count', () => {
  const watch = new StructuralWatch();
  see(watch, ...repeat(100, bad));
  // with a hundred others behind them all are still seen; each that comes now pushes one of them out
  see(watch, ...repeat(100, good));
  expect(see(watch, ...repeat(100, bad))).toBe(false);
  expect(see(watch, bad)).toBe(true);
  const sooner = new StructuralWatch();
  see(sooner, ...repeat(100, bad));
  see(sooner, ...repeat(99, good));
  expect(see(sooner, bad)).toBe(true);
});

test('a batch larger than the window counts by its end', () => {
  expect(see(new StructuralWatch(), ...repeat(150, bad), ...repeat(150, good))).toBe(false);
  expect(see(new StructuralWatch(), ...repeat(150, good), ...repeat(150, bad))).toBe(true);
});

test('an empty batch changes nothing', () => {
  const watch = new StructuralWatch(1, 4);
  see(watch, bad);
  expect(see(watch)).toBe(false);
  expect(see(watch, bad)).toBe(true);
  expect(see(watch)).toBe(true);
});

test.each([
  'wrong-field-count',
  'wrong-root',
  'no-watermark',
  'column-gone',
  'does-not-fit',
  'ragged-row',
  'unreadable-file',
  'no-key',
  'no-identity',
  'expression-failed',
])('%s tells of a changed source', (code) => {
  expect(see(new StructuralWatch(0, 1), deadLetter(code))).toBe(true);
});

test.each(['unknown-code', 'unreadable-date', 'data-refused', 'event-too-large', 'repeated-part', 'held'])(
  '%s tells of an odd record',
  (code) => {
    expect(see(new StructuralWatch(0, 1), deadLetter(code))).toBe(false);
  },
);

test('a dead letter that was kept before, and ends otherwise now, does not count', () => {
  const watch = new StructuralWatch(0, 9);
  expect(watch.see([bad, bad], ['unchanged', 'superseded'])).toBe(false);
  expect(watch.see([bad], ['dead-letter'])).toBe(true);
});

test('a record that the mapping could read does not count, though the ledger refused it', () => {
  expect(new StructuralWatch(0, 9).see([good], ['dead-letter'])).toBe(false);
});
