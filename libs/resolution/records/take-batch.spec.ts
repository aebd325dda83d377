import { foldHistory } from '../fold/history.js';
import type { AcceptedContribution } from '../fold/accepted-contribution.js';
import type { Contribution } from '#libs/model/contribution.js';
import type { JsonObject } from '#libs/model/json.js';
import type { EntityKind } from '#libs/model/kinds.js';
import { makeVersion, type VersionKind } from '#libs/model/version.js';
import { newRecord, type KnownRecord } from './known-record.js';
import { take } from './take-batch.js';

const says = (part: string, text: string, kind: EntityKind = 'work-order'): Contribution => ({
  part,
  kind,
  identity: [{ scheme: 'uh/workOrder', id: part }],
  links: [],
  fields: { description: text, statusHistory: [{ status: text }] },
});

type Version = readonly [
  version: number | undefined,
  ...contributions: readonly (Contribution | 'filtered')[],
];

/** Takes versions in this order; gives how each ended, and the record. */
function taken(...versions: readonly Version[]): {
  readonly ends: readonly string[];
  readonly known: KnownRecord;
} {
  const known = newRecord(1, 'k');
  const ends = versions.map(([version, ...contents], arrival) => {
    const head = {
      key: 'k',
      ...(version === undefined ? {} : { version: makeVersion('incrementing', String(version)) }),
    };
    const contributions = contents.filter((it) => it !== 'filtered');
    return take(known, {
      raw: new Uint8Array(),
      hash: JSON.stringify([version, contents]),
      mappingHash: 'm',
      arrival,
      mapped: contents.includes('filtered')
        ? { outcome: 'filtered', ...head, rule: 'out' }
        : { outcome: 'contributions', ...head, contributions, unmapped: [] },
    });
  });
  return { ends, known };
}

/** Part → its text now and the texts of its history by version. */
const parts = ({ known }: { readonly known: KnownRecord }): JsonObject =>
  Object.fromEntries(
    [...known.parts]
      .sort()
      .map(([part, { fields, history }]) => [
        part,
        [
          fields['description'] ?? null,
          ...[...history]
            .sort((a, b) => (a.version < b.version ? -1 : 1))
            .map((it) => JSON.stringify(it.items['statusHistory'])),
        ],
      ]),
  );

/** The same record, whichever version comes first. */
function inAnyOrder(...versions: readonly Version[]): JsonObject {
  const smooth = parts(taken(...versions));
  for (const order of permutations(versions))
    expect([order, parts(taken(...order))]).toEqual([order, smooth]);
  return smooth;
}

function permutations<Value>(all: readonly Value[]): readonly (readonly Value[])[] {
  if (all.length < 2) return [all];
  return all.flatMap((first, at) =>
    permutations(all.filter((_, index) => index !== at)).map((rest) => [first, ...rest]),
  );
}
const historyText = (text: string): string => JSON.stringify([{ status: text }]);

test('how a record ends', () => {
  const versions: readonly Version[] = [
    [2, says('', 'b')],
    [2, says('', 'b')],
    [1, says('', 'a')],
    [3, 'filtered'],
    [3, 'filtered'],
    [2, says('', 'b')],
  ];
  expect(taken(...versions).ends).toEqual([
    'applied',
    'unchanged',
    'superseded',
    'filtered',
    'filtered',
    'superseded',
  ]);
});

test('every version stands in the history, the newest in the fields', () => {
  expect(inAnyOrder([1, says('', 'a')], [2, says('', 'b')], [3, says('', 'c')])).toEqual({
    '': ['c', historyText('a'), historyText('b'), historyText('c')],
  });
});

test('a part that a version between does not have loses what older ones said in it, whichever comes first', () => {
  expect(
    inAnyOrder([1, says('1', 'a'), says('2', 'x')], [2, says('1', 'b')], [3, says('1', 'c'), says('2', 'z')]),
  ).toEqual({
    '1': ['c', historyText('a'), historyText('b'), historyText('c')],
    '2': ['z', historyText('z')],
  });
});

test('a version that was left out takes back what older ones said, whichever comes first', () => {
  expect(inAnyOrder([1, says('', 'a')], [2, 'filtered'], [3, says('', 'c')], [4, says('', 'd')])).toEqual({
    '': ['d', historyText('c'), historyText('d')],
  });
  expect(inAnyOrder([1, says('', 'a')], [2, says('', 'b')], [3, 'filtered'])).toEqual({});
});

test('a part that speaks of another kind is another part, whichever comes first', () => {
  expect(inAnyOrder([1, says('', 'a', 'request')], [2, says('', 'b')], [3, says('', 'c')])).toEqual({
    '': ['c', historyText('b'), historyText('c')],
  });
});

test('without versions arrival decides, and every content stands in the history', () => {
  expect(parts(taken([undefined, says('', 'a')], [undefined, says('', 'b')]))).toEqual({
    '': ['b', historyText('a'), historyText('b')],
  });
});

test('another kind of version than before does not compare: arrival decides, and within it versions do again', () => {
  const known = newRecord(1, 'k');
  const comes = (kind: VersionKind, text: string, status: string, arrival: number, gone = false): string =>
    take(known, {
      raw: new Uint8Array(),
      hash: text,
      mappingHash: kind,
      arrival,
      mapped: {
        outcome: 'contributions',
        key: 'k',
        version: makeVersion(kind, text),
        contributions: gone ? [] : [says('1', status)],
        unmapped: [],
      },
    });
  expect(comes('timestamp', '2026-01-01T00:00:00Z', 'one', 1)).toBe('applied');
  expect(comes('rowversion', '0x1234', 'two', 2)).toBe('applied');
  expect(comes('rowversion', '0x1233', 'late', 3)).toBe('superseded');
  expect(comes('rowversion', '0x1235', 'three', 4)).toBe('applied');
  const [part] = known.parts.values();
  expect(part?.fields).toEqual({ description: 'three' });
  const words = foldHistory('statusHistory', [
    { ...part, connector: 'a', stream: 'b' } as unknown as AcceptedContribution,
  ]);
  expect(words.map((it) => it['status'])).toEqual(['one', 'late', 'two', 'three']);
  // a late version without the part takes back what came before it, whatever its kind was
  expect(comes('rowversion', '0x1232', '', 5, true)).toBe('superseded');
  expect(known.parts.get('1')?.history).toHaveLength(3);
});

describe('a dead letter that is replayed late', () => {
  const MAY = '2026-05-01T09:00:00.000Z';
  const JUNE = '2026-06-01T09:00:00.000Z';
  /** The record was read in June; this one came in May, or in July. */
  const replayed = (
    stored: number | undefined,
    version: readonly [VersionKind, string] | undefined,
    arrivedAt: string,
  ): string => {
    const known: KnownRecord = {
      ...newRecord(1, 'k'),
      state: 'applied',
      hash: 'newer',
      mappingHash: 'm',
      version: stored === undefined ? '' : `incrementing ${makeVersion('incrementing', String(stored)).sort}`,
      readAt: JUNE,
    };
    return take(known, {
      raw: new Uint8Array(),
      hash: 'replayed',
      mappingHash: 'm',
      arrival: 9,
      arrivedAt,
      mapped: {
        outcome: 'contributions',
        key: 'k',
        ...(version ? { version: makeVersion(...version) } : {}),
        contributions: [says('', 'of the replay')],
        unmapped: [],
      },
    });
  };

  test.each([
    ['without versions what was read since is newer', undefined, undefined, MAY, 'superseded'],
    [
      'without versions what was read before is older',
      undefined,
      undefined,
      '2026-07-01T09:00:00.000Z',
      'applied',
    ],
    ['the same version: what was read since is newer', 5, ['incrementing', '5'], MAY, 'superseded'],
    ['versions of two kinds do not tell', 5, ['timestamp', '2026-05-01T00:00:00Z'], MAY, 'superseded'],
    ['a newer version wins, however late it comes', 5, ['incrementing', '6'], MAY, 'applied'],
    ['an older version is superseded as ever', 5, ['incrementing', '4'], MAY, 'superseded'],
  ] as const)('%s', (_, stored, version, arrivedAt, outcome) => {
    expect(replayed(stored, version, arrivedAt)).toBe(outcome);
  });
});
