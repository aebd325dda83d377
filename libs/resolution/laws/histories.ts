import fc from 'fast-check';
import type { LedgerStream, ReadItem } from '#libs/model/batch.js';
import type { Contribution, LinkClaim } from '#libs/model/contribution.js';
import type { JsonObject } from '#libs/model/json.js';
import type { EntityKind } from '#libs/model/kinds.js';
import type { Decision } from '../settle/reads.js';
import { referenceKey, type Reference } from '#libs/model/reference.js';
import { makeVersion } from '#libs/model/version.js';

/** One version of a record as a stream hands it over, and where a shuffled run puts it. Places are 0 to 99. */
export interface LawRecord {
  readonly stream: StreamName;
  readonly key: string;
  /** In a stream without versions it only tells contents apart. */
  readonly version: number;
  /** Absent where the record is filtered. */
  readonly contributions: readonly Contribution[] | undefined;
  readonly place: number;
  /** True: it begins a new batch. */
  readonly startsBatch: boolean;
  /** Further places at which the same version is read again. */
  readonly repeatPlaces: readonly number[];
}

/** A decision of an administrator on a held reference, and where a shuffled run puts it. */
export interface LawDecision {
  readonly stream: StreamName;
  readonly key: string;
  readonly part: string;
  /** Reference key. */
  readonly ref: string;
  readonly decision: Decision;
  readonly place: number;
  /** It is taken back in the end, so that it must leave nothing behind. */
  readonly takenBack: boolean;
}

/** Everything that happens to a ledger in one run of the laws. */
export interface History {
  /** Each version of a record once. */
  readonly records: readonly LawRecord[];
  readonly decisions: readonly LawDecision[];
}

const stream = (id: number, connector: string, name: string, system: string): LedgerStream => ({
  id,
  connector,
  name,
  system,
});
/** The streams of every history. Two of them are of one connector. */
export const STREAMS = {
  orders: stream(1, 'housing', 'orders', 'uh'),
  visits: stream(2, 'housing', 'visits', 'uh'),
  bookings: stream(3, 'scheduler', 'bookings', 'drs'),
  jobs: stream(4, 'contractor', 'jobs', 'job'),
  documents: stream(5, 'finance', 'documents', 'ubl'),
} as const;
/** A key of STREAMS. */
export type StreamName = keyof typeof STREAMS;
const NAMES = ['orders', 'visits', 'bookings', 'jobs', 'documents'] as const;

/** Does the stream give no versions? Then the order of arrival decides, so that a shuffled run keeps the order of its records. */
export const isOrdered = ({ stream }: Pick<LawRecord, 'stream'>): boolean => stream === 'documents';

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

const contributionTo = (kind: EntityKind): fc.Arbitrary<Contribution> =>
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
    .map(({ changedAt, ...others }) => (changedAt === undefined ? others : { ...others, changedAt }));

const contribution = fc.oneof(
  { weight: 7, arbitrary: contributionTo('work-order') },
  { weight: 3, arbitrary: contributionTo('property') },
  contributionTo('request'),
  contributionTo('hazard-case'),
  contributionTo('invoice'),
);

const contributions = fc.oneof(
  { weight: 1, arbitrary: fc.constant(undefined) },
  { weight: 6, arbitrary: fc.uniqueArray(contribution, { selector: (it) => it.part, maxLength: 2 }) },
);
const place = fc.nat(99);

const record: fc.Arbitrary<LawRecord> = fc.record({
  stream: fc.constantFrom(...NAMES),
  key: fc.constantFrom(...KEYS),
  version: fc.integer({ min: 1, max: 3 }),
  contributions,
  place,
  startsBatch: fc.boolean(),
  repeatPlaces: fc.array(place, { maxLength: 2 }),
});

/** The record as a batch carries it. */
export function itemOf(record: LawRecord): ReadItem {
  const { key, version, contributions } = record;
  const hash = `${key} ${version} ${JSON.stringify(contributions)}`;
  const head = {
    key,
    ...(isOrdered(record) ? {} : { version: makeVersion('incrementing', String(version)) }),
  };
  return {
    raw: new Uint8Array(),
    hash,
    position: '',
    mapped: contributions
      ? { outcome: 'contributions', ...head, contributions, unmapped: [] }
      : { outcome: 'filtered', ...head, rule: 'out' },
  };
}

/** Which reference of which record is decided on, as numbers that `decisionsOn` takes modulo what there is. */
const choice = fc.record({
  record: place,
  reference: fc.nat(3),
  decision: fc.constantFrom<Decision>('approved', 'refused'),
  place,
  takenBack: fc.boolean(),
});
type Choice = typeof choice extends fc.Arbitrary<infer Value> ? Value : never;

/** Decisions on references that records name beside their first one; each reference is decided on once. */
function decisionsOn(records: readonly LawRecord[], choices: readonly Choice[]): readonly LawDecision[] {
  const decisions = choices.flatMap(({ record, reference, ...decision }) => {
    const { stream, key, contributions } = records[record % records.length] ?? {};
    const besideFirst = (contributions ?? []).flatMap(({ part, identity }) =>
      identity.slice(1).map((other) => ({ part, ref: referenceKey(other) })),
    );
    const chosen = besideFirst[reference % besideFirst.length];
    return stream && key && chosen ? [{ stream, key, ...chosen, ...decision }] : [];
  });
  const nameOf = ({ stream, key, part, ref }: LawDecision): string => `${stream} ${key} ${part} ${ref}`;
  return [...new Map(decisions.map((it) => [nameOf(it), it])).values()];
}

/** Random histories. A version of a record has one content. There are few numbers, keys and versions, so that records meet. */
export const history: fc.Arbitrary<History> = fc
  .record({
    records: fc.uniqueArray(record, {
      minLength: 2,
      maxLength: 10,
      selector: (it) => `${it.stream} ${it.key} ${it.version}`,
    }),
    choices: fc.array(choice, { maxLength: 8 }),
  })
  .map(({ records, choices }) => ({ records, decisions: decisionsOn(records, choices) }));
