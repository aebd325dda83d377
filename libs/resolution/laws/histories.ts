import fc from 'fast-check';
import type { LedgerStream, ReadItem } from '#libs/model/batch.js';
import type { Contribution, LinkClaim } from '#libs/model/contribution.js';
import type { JsonObject } from '#libs/model/json.js';
import type { EntityKind } from '#libs/model/kinds.js';
import type { Decision } from '../settle/reads.js';
import { referenceKey, type Reference } from '#libs/model/reference.js';
import { makeVersion } from '#libs/model/version.js';

/** One record as a stream hands it over, and where a shuffled run puts it. */
export interface ToldRecord {
  readonly stream: StreamName;
  readonly key: string;
  /** Of streams without versions only a number to tell contents apart. */
  readonly version: number;
  /** Absent: filtered. */
  readonly said: readonly Contribution[] | undefined;
  readonly at: number;
  /** True: not in one batch with the record before it. */
  readonly alone: boolean;
  /** Where it is read again. */
  readonly again: readonly number[];
}

/** A decision of an administrator, and when a shuffled run makes it. */
export interface LawDecision {
  readonly stream: StreamName;
  readonly key: string;
  readonly part: string;
  readonly ref: string;
  readonly decision: Decision;
  readonly at: number;
  /** Taken back after all, so that it is as if it had never been made. */
  readonly takenBack: boolean;
}

export interface History {
  readonly told: readonly ToldRecord[];
  readonly decided: readonly LawDecision[];
}

const stream = (id: number, connector: string, name: string, system: string): LedgerStream => ({
  id,
  connector,
  name,
  system,
});
export const STREAMS = {
  orders: stream(1, 'housing', 'orders', 'uh'),
  visits: stream(2, 'housing', 'visits', 'uh'),
  bookings: stream(3, 'scheduler', 'bookings', 'drs'),
  jobs: stream(4, 'contractor', 'jobs', 'job'),
  documents: stream(5, 'finance', 'documents', 'ubl'),
} as const;
export type StreamName = keyof typeof STREAMS;
const NAMES = ['orders', 'visits', 'bookings', 'jobs', 'documents'] as const;

/** Documents come without versions: its records keep their order, and arrival decides. */
export const isOrdered = ({ stream }: Pick<ToldRecord, 'stream'>): boolean => stream === 'documents';

const KEYS = ['1', '2'] as const;
const PARTS = ['', '', '', '1', '2'] as const;

const ref = (scheme: string, id: string, period?: string): Reference =>
  period === undefined ? { scheme, id } : { scheme, id, period };
const NUMBERS: Readonly<Record<EntityKind, readonly Reference[]>> = {
  'work-order': [
    ref('uh/workOrder', '1'),
    ref('uh/workOrder', '2'),
    ref('uh/workOrderSid', '1'),
    ref('uh/workOrderSid', '2'),
    ref('contractor/job', '1'),
    ref('sheet/temp', '7', '2025-01'),
    ref('sheet/temp', '7', '2026-01'),
  ],
  property: [ref('uh/property', '1'), ref('uh/property', '2'), ref('uk/uprn', '100'), ref('uk/uprn', '200')],
  request: [ref('uh/request', '1'), ref('uh/request', '2')],
  'hazard-case': [ref('dm/case', '1'), ref('dm/case', '2')],
  invoice: [ref('ubl/invoice', '1'), ref('ubl/invoice', '2')],
};
const linkTo = (type: LinkClaim['type'], reference: Reference): LinkClaim => ({ type, reference });
const LINKS: Readonly<Record<EntityKind, readonly LinkClaim[]>> = {
  'work-order': [
    linkTo('answers', ref('uh/request', '1')),
    linkTo('at', ref('uk/uprn', '100')),
    linkTo('followOnOf', ref('uh/workOrder', '2')),
  ],
  property: [],
  request: [linkTo('at', ref('uh/property', '1'))],
  'hazard-case': [linkTo('at', ref('uh/property', '1'))],
  invoice: [linkTo('bills', ref('uh/workOrder', '1')), linkTo('bills', ref('sheet/temp', '7', '2025-01'))],
};

const EARLY = '2026-01-01T00:00:00.000000000Z';
const LATE = '2026-01-02T00:00:00.000000000Z';

const coded = (word: string): JsonObject => ({
  state: 'mapped',
  value: word,
  raw: { scheme: 'uh/status', code: word },
});
const instant = (at: string): JsonObject => ({ at, text: at });
const status = fc.constantFrom('open', 'on-hold', 'completed').map(coded);
const when = fc.constantFrom('2026-01-01T00:00:00Z', '2026-01-02T00:00:00Z').map(instant);
const some = <Value>(from: fc.Arbitrary<Value>): fc.Arbitrary<Value | null> =>
  fc.option(from, { freq: 5, nil: null });

const orderFields = {
  status: some(status),
  statusHistory: fc.array(fc.oneof(fc.record({ status }), fc.record({ status, at: when })), { maxLength: 2 }),
  budgetCode: some(fc.constantFrom('A', 'B')),
  description: some(fc.constantFrom('leak', 'draught')),
  tasks: some(
    fc.array(
      fc.record(
        { ref: fc.constantFrom('1', '2'), quantity: some(fc.constantFrom('1', '2')) },
        { requiredKeys: [] },
      ),
      { maxLength: 2 },
    ),
  ),
};
const tenancy = fc.constantFrom('1', '2').map((id) => ({ ...ref('uh/tenancy', id) }));

const FIELDS: Readonly<Record<EntityKind, fc.Arbitrary<JsonObject>>> = {
  'work-order': fc.oneof(
    { weight: 4, arbitrary: fc.record(orderFields, { requiredKeys: [] }) },
    fc.record({ ...orderFields, tenancy }, { requiredKeys: ['tenancy'] }),
  ),
  property: fc.constant({}),
  request: fc.record({ description: fc.constantFrom('leak', 'draught') }, { requiredKeys: [] }),
  'hazard-case': fc.record({ description: fc.constantFrom('mould', 'damp') }, { requiredKeys: [] }),
  invoice: fc.record({ number: fc.constantFrom('1', '2') }, { requiredKeys: [] }),
};

const saidOf = (kind: EntityKind): fc.Arbitrary<Contribution> =>
  fc
    .record({
      part: fc.constantFrom(...PARTS),
      kind: fc.constant(kind),
      identity: fc.subarray([...NUMBERS[kind]], {
        minLength: 1,
        maxLength: Math.min(3, NUMBERS[kind].length),
      }),
      links: fc.subarray([...LINKS[kind]]),
      fields: FIELDS[kind],
      changedAt: fc.option(fc.constantFrom(EARLY, LATE), { nil: undefined }),
    })
    .map(({ changedAt, ...it }) => (changedAt === undefined ? it : { ...it, changedAt }));

const contribution = fc.oneof(
  { weight: 7, arbitrary: saidOf('work-order') },
  { weight: 3, arbitrary: saidOf('property') },
  saidOf('request'),
  saidOf('hazard-case'),
  saidOf('invoice'),
);

const said = fc.oneof(
  { weight: 1, arbitrary: fc.constant(undefined) },
  { weight: 6, arbitrary: fc.uniqueArray(contribution, { selector: (it) => it.part, maxLength: 2 }) },
);
const place = fc.nat(99);

const told: fc.Arbitrary<ToldRecord> = fc.record({
  stream: fc.constantFrom(...NAMES),
  key: fc.constantFrom(...KEYS),
  version: fc.integer({ min: 1, max: 3 }),
  said,
  at: place,
  alone: fc.boolean(),
  again: fc.array(place, { maxLength: 2 }),
});

/** What a commit is given. */
export function itemOf(it: ToldRecord): ReadItem {
  const { key, version, said } = it;
  const hash = `${key} ${version} ${JSON.stringify(said)}`;
  const head = { key, ...(isOrdered(it) ? {} : { version: makeVersion('incrementing', String(version)) }) };
  return {
    raw: new Uint8Array(),
    hash,
    position: '',
    mapped: said
      ? { outcome: 'contributions', ...head, contributions: said, unmapped: [] }
      : { outcome: 'filtered', ...head, rule: 'out' },
  };
}

/** On the how-manieth number of how-manieth record. */
const choice = fc.record({
  record: place,
  number: fc.nat(3),
  decision: fc.constantFrom<Decision>('approved', 'refused'),
  at: place,
  takenBack: fc.boolean(),
});
type Choice = typeof choice extends fc.Arbitrary<infer Value> ? Value : never;

/** On numbers that records do name beside their first, each decided on once. */
function decidedOn(told: readonly ToldRecord[], choices: readonly Choice[]): readonly LawDecision[] {
  const numbers = choices.flatMap(({ record, number, ...it }) => {
    const { stream, key, said } = told[record % told.length] ?? {};
    const joining = (said ?? []).flatMap(({ part, identity }) =>
      identity.slice(1).map((beside) => ({ part, ref: referenceKey(beside) })),
    );
    const chosen = joining[number % joining.length];
    return stream && key && chosen ? [{ stream, key, ...chosen, ...it }] : [];
  });
  return [...new Map(numbers.map((it) => [`${it.stream} ${it.key} ${it.part} ${it.ref}`, it])).values()];
}

/** Each version of a record says one thing. Numbers, keys and versions are few, so that records meet. */
export const history: fc.Arbitrary<History> = fc
  .record({
    told: fc.uniqueArray(told, {
      minLength: 2,
      maxLength: 10,
      selector: (it) => `${it.stream} ${it.key} ${it.version}`,
    }),
    choices: fc.array(choice, { maxLength: 8 }),
  })
  .map(({ told, choices }) => ({ told, decided: decidedOn(told, choices) }));
