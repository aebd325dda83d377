import type { Batch } from '#libs/model/batch.js';
import { canonicalJson, isObject, type JsonObject, type JsonValue } from '#libs/model/json.js';
import { MemoryLedger } from '../memory/memory-ledger.js';
import { referenceKey, type Reference } from '#libs/model/reference.js';
import type { StoredEntity } from '../settle/reads.js';
import { isOrdered, itemOf, STREAMS, type LawDecision, type History, type ToldRecord } from './histories.js';

export const AUTHORITY = {
  'work-order': {
    status: ['scheduler', 'housing'],
    budgetCode: ['housing', 'contractor', 'scheduler'],
    tasks: ['contractor', 'housing'],
  },
};

/** The newest version of each record; of a stream without versions what came last. */
export function newestOf({ told }: History): readonly ToldRecord[] {
  const byRecord = new Map<string, ToldRecord>();
  for (const it of told) {
    const name = `${it.stream} ${it.key}`;
    const known = byRecord.get(name);
    if (!known || isOrdered(it) || it.version > known.version) byRecord.set(name, it);
  }
  return [...byRecord.values()];
}

/** What happens to a ledger: a batch of one stream, or a decision. */
export type Step = readonly ToldRecord[] | LawDecision;

/** As it was: one record in each batch, in the order of the streams, the decisions last. */
export const inTime = ({ told, decided }: History): readonly Step[] => [
  ...told.map((it) => [it]),
  ...decided.filter((it) => !it.takenBack),
];

/** In another order, cut otherwise, with records read again and decisions at any time. Streams without versions keep theirs. */
export function shuffled({ told, decided }: History): readonly Step[] {
  const placed: { readonly at: number; readonly it: ToldRecord | LawDecision }[] = [
    ...told.flatMap((it) => (isOrdered(it) ? [] : [it.at, ...it.again].map((at) => ({ at, it })))),
    ...decided.map((it) => ({ at: it.at, it })),
    ...inOrder(told.filter((it) => isOrdered(it))),
  ].sort((a, b) => a.at - b.at);
  const steps: Step[] = [];
  for (const { it } of placed) {
    const last = steps.at(-1);
    if (!('said' in it)) steps.push(it);
    else if (isBatch(last) && !it.alone && last[0]?.stream === it.stream)
      steps[steps.length - 1] = [...last, it];
    else steps.push([it]);
  }
  return [...steps, ...decided.filter((it) => it.takenBack).map((it) => ({ ...it, at: -1 }))];
}

/** The places that these records have, given out in their order; a repeat follows its record. */
function inOrder(told: readonly ToldRecord[]): readonly { readonly at: number; readonly it: ToldRecord }[] {
  const all = told.flatMap((it) => (it.again.length > 0 ? [it, it] : [it]));
  const places = all.map((it, index) => (it.at * 7 + index * 31) % 100).sort((a, b) => a - b);
  return all.map((it, index) => ({ at: places[index] ?? 0, it }));
}

export const isBatch = (step: Step | undefined): step is readonly ToldRecord[] => Array.isArray(step);

export const batchOf = (told: readonly ToldRecord[], mappingHash = 'aa'): Batch | undefined =>
  told[0] && {
    id: '',
    stream: STREAMS[told[0].stream],
    items: told.map(itemOf),
    mappingHash,
    origin: 'live',
    at: '2026-01-01T00:00:00Z',
    traceparent: '',
  };

export async function run(steps: readonly Step[]): Promise<MemoryLedger> {
  const ledger = new MemoryLedger({ authority: AUTHORITY });
  for (const step of steps) await takeStep(ledger, step);
  return ledger;
}

export async function takeStep(ledger: MemoryLedger, step: Step, mappingHash?: string): Promise<void> {
  if (!isBatch(step))
    return ledger.decide(
      { ...step, stream: STREAMS[step.stream] },
      step.takenBack && step.at === -1 ? undefined : step.decision,
    );
  const batch = batchOf(step, mappingHash);
  if (batch) await ledger.commit(batch);
}

/** Content of all entities that are, sorted: without versions, ids replaced by the references they stand for. */
export function contents(rows: readonly StoredEntity[]): readonly string[] {
  const names = new Map(rows.map(({ id, main }) => [id, referencesOf(main).join(' ')]));
  const rename = (value: JsonValue | undefined): JsonValue => {
    if (Array.isArray(value)) return (value as readonly JsonValue[]).map(rename);
    if (isObject(value))
      return Object.fromEntries(
        Object.entries(value).flatMap(([name, it]) => (name === 'version' ? [] : [[name, rename(it)]])),
      );
    return typeof value === 'string' ? (names.get(value) ?? value) : (value ?? null);
  };
  // what says nothing but who it is, was once said and taken back
  const said = (personal: JsonObject | undefined): boolean => Object.keys(personal ?? {}).length > 4;
  return rows
    .map(({ main, personal }) => canonicalJson([rename(main), said(personal) ? rename(personal) : null]))
    .sort();
}

export const referencesOf = (main: JsonObject): readonly string[] =>
  (main['references'] as unknown as readonly Reference[]).map(referenceKey);
