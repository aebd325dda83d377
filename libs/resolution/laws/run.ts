import type { Batch } from '#libs/model/batch.js';
import { canonicalJson, isObject, type JsonObject, type JsonValue } from '#libs/model/json.js';
import { MemoryLedger } from '../memory/memory-ledger.js';
import { referenceKey, type Reference } from '#libs/model/reference.js';
import type { Decision, StoredEntity } from '../settle/reads.js';
import { isOrdered, itemOf, STREAMS, type LawDecision, type History, type LawRecord } from './histories.js';

/** Who is right about what, in every run of the laws. */
export const AUTHORITY = {
  'work-order': {
    status: ['scheduler', 'housing'],
    budgetCode: ['housing', 'contractor', 'scheduler'],
    tasks: ['contractor', 'housing'],
  },
};

/** The newest version of each record; in a stream without versions, the one that came last. */
export function newestOf({ records }: History): readonly LawRecord[] {
  const byRecord = new Map<string, LawRecord>();
  for (const record of records) {
    const name = `${record.stream} ${record.key}`;
    const known = byRecord.get(name);
    if (!known || isOrdered(record) || record.version > known.version) byRecord.set(name, record);
  }
  return [...byRecord.values()];
}

/** One thing that happens to a ledger: a batch of one stream, or a decision. */
export type LawStep = readonly LawRecord[] | LawDecision;

/** The smooth run: one record in each batch, in the order of the history, then the decisions. */
export const inTime = ({ records, decisions }: History): readonly LawStep[] => [
  ...records.map((it) => [it]),
  ...decisions.filter((it) => !it.takenBack),
];

/** The place of a decision that is made in order to take an earlier one back. */
const TAKE_BACK = -1;

/**
 * Another run of the same history: another order, other batches, records that are read again, decisions at any time. A stream without
 * versions keeps the order of its records.
 */
export function shuffled({ records, decisions }: History): readonly LawStep[] {
  const placed: readonly Placed<LawRecord | LawDecision>[] = [
    ...records.flatMap((what) =>
      isOrdered(what) ? [] : [what.place, ...what.repeatPlaces].map((place) => ({ place, what })),
    ),
    ...decisions.map((what) => ({ place: what.place, what })),
    ...placedInOrder(records.filter((it) => isOrdered(it))),
  ].sort((a, b) => a.place - b.place);
  const steps: LawStep[] = [];
  for (const { what } of placed) {
    const last = steps.at(-1);
    if ('decision' in what) steps.push(what);
    else if (isBatch(last) && !what.startsBatch && last[0]?.stream === what.stream)
      steps[steps.length - 1] = [...last, what];
    else steps.push([what]);
  }
  return [...steps, ...decisions.filter((it) => it.takenBack).map((it) => ({ ...it, place: TAKE_BACK }))];
}

/** What the administrator says in this step; undefined takes an earlier decision back. */
export const decisionOf = ({ place, decision }: LawDecision): Decision | undefined =>
  place === TAKE_BACK ? undefined : decision;

interface Placed<What> {
  readonly place: number;
  readonly what: What;
}

/** Records of a stream without versions at rising places, so that they keep their order; a repeat directly follows its record. */
function placedInOrder(records: readonly LawRecord[]): readonly Placed<LawRecord>[] {
  const all = records.flatMap((it) => (it.repeatPlaces.length > 0 ? [it, it] : [it]));
  const places = all.map((it, index) => (it.place * 7 + index * 31) % 100).sort((a, b) => a - b);
  return all.map((what, index) => ({ place: places[index] ?? 0, what }));
}

/** A step is a batch, or else a decision. */
export const isBatch = (step: LawStep | undefined): step is readonly LawRecord[] => Array.isArray(step);

/** The batch of these records, all of one stream; undefined where there are none. */
export const batchOf = (records: readonly LawRecord[], mappingHash = 'aa'): Batch | undefined =>
  records[0] && {
    id: '',
    stream: STREAMS[records[0].stream],
    items: records.map(itemOf),
    mappingHash,
    origin: 'live',
    at: '2026-01-01T00:00:00Z',
    traceparent: '',
  };

/** A new ledger that has taken these steps, in order. */
export async function run(steps: readonly LawStep[]): Promise<MemoryLedger> {
  const ledger = new MemoryLedger({ authority: AUTHORITY });
  for (const step of steps) await takeStep(ledger, step);
  return ledger;
}

/** Lets the ledger take one more step. */
export async function takeStep(ledger: MemoryLedger, step: LawStep, mappingHash?: string): Promise<void> {
  if (!isBatch(step)) return ledger.decide({ ...step, stream: STREAMS[step.stream] }, decisionOf(step));
  const batch = batchOf(step, mappingHash);
  if (batch) await ledger.commit(batch);
}

/**
 * Contents of these entities, sorted. Versions are left out, and each id gives way to the references of its entity, so that two ledgers
 * compare.
 */
export function contents(rows: readonly StoredEntity[]): readonly string[] {
  const names = new Map(rows.map(({ id, main }) => [id, referencesOf(main).join(' ')]));
  const rename = (value: JsonValue | undefined): JsonValue => {
    if (Array.isArray(value)) return (value as readonly JsonValue[]).map(rename);
    if (isObject(value))
      return Object.fromEntries(
        Object.entries(value).flatMap(([name, member]) =>
          name === 'version' ? [] : [[name, rename(member)]],
        ),
      );
    return typeof value === 'string' ? (names.get(value) ?? value) : (value ?? null);
  };
  // a personal document with no more than its envelope says nothing: what it held was taken back
  const saysAnything = (personal: JsonObject | undefined): boolean => Object.keys(personal ?? {}).length > 4;
  return rows
    .map(({ main, personal }) =>
      canonicalJson([rename(main), saysAnything(personal) ? rename(personal) : null]),
    )
    .sort();
}

/** Keys of the references that identify the entity of this document. */
export const referencesOf = (main: JsonObject): readonly string[] =>
  (main['references'] as unknown as readonly Reference[]).map(referenceKey);
