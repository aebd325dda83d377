import { createHash } from 'node:crypto';
import type { Batch, LedgerStream, ReadItem } from '#libs/model/batch.js';
import { factFields, type ClockFact } from '#libs/deadlines/clock-fact.js';
import type { ClockPort, DueEntity } from '#libs/deadlines/clock-port.js';
import type { DeadlineRules } from '#libs/deadlines/rule.js';
import { isObject, type JsonValue } from '#libs/model/json.js';
import { makeVersion } from '#libs/model/version.js';
import { commitItems } from '../commit-records.js';
import type { Runtime } from '../runtime.js';
import { clockDecision, type NoFactReason } from '#libs/deadlines/clock-decision.js';

export interface Clock {
  readonly port: ClockPort;
  readonly rules: DeadlineRules;
  /** Streams of the present configuration, `connector/stream`. */
  readonly configured: readonly string[];
}

/** Entities of one tick: bounds how long the write lock is held. */
const MOST = 200;
/** An entity that waits for evidence is looked at this often at first, then more and more seldom; one whose systems are not live yet, seldom. */
const SOON_MS = 2_000;
const SELDOM_MS = 300_000;
const NOT_YET_MS = 300_000;
/** What the ledger refuses, it will refuse again until the entity changes; and then the entity is looked at anyway. */
const REFUSED_MS = 3_600_000;

/**
 * One look of the clock. For every entity whose moment has come it commits how late it is and how far the systems have been read, as an
 * ordinary record. The ledger keeps that fact, so a deadline rings once, whatever happens to the process. Gives whether more is due.
 * Throws TransientError.
 */
export async function tick(runtime: Runtime, clock: Clock, stream: LedgerStream): Promise<boolean> {
  const { port, rules, configured } = clock;
  const now = runtime.now();
  const at = now.toISOString();
  const due = await port.due(at, MOST);
  if (due.length === 0) return false;
  const view = {
    witnesses: await port.witnesses(at, configured),
    inUse: await port.inUse(rules),
    rules,
    now: at,
  };
  const decisions = due.map((entity) => ({ entity, decision: clockDecision(entity, view) }));
  const facts = decisions.flatMap(({ entity, decision }) =>
    typeof decision === 'string' ? [] : [{ entity, item: itemOf(entity, decision, rules) }],
  );
  const { applied, refused } = await commitFacts(runtime, stream, facts, rules, at);
  const after = (milliseconds: number): string => new Date(now.getTime() + milliseconds).toISOString();
  const withoutFact = (reason: NoFactReason): readonly DueEntity[] =>
    decisions.flatMap(({ entity, decision }) => (decision === reason ? [entity] : []));
  // an older fact that came late: another process was faster
  const superseded = facts.map((it) => it.entity).filter((it) => !applied.has(it) && !refused.has(it));
  for (const [pause, entities] of Map.groupBy(withoutFact('wait'), (it) => pauseBeforeNextLook(it, now)))
    await port.postpone(entities, after(pause));
  await port.postpone(superseded, after(SOON_MS));
  await port.postpone([...refused], after(REFUSED_MS));
  await port.postpone(withoutFact('not-yet'), after(NOT_YET_MS));
  await port.postpone(withoutFact('done'), undefined);
  return applied.size > 0 || due.length === MOST;
}

/** Milliseconds. The longer an entity is overdue, the less another look matters: about a twentieth of that time, in steps that double. */
function pauseBeforeNextLook({ main }: DueEntity, now: Date): number {
  const all = main['deadlines'];
  const overdue = (Array.isArray(all) ? (all as readonly JsonValue[]) : [])
    .filter(isObject)
    .filter((it) => it['state'] === 'overdue-unconfirmed')
    .map((it) => now.getTime() - Date.parse(String(isObject(it['dueAt']) ? it['dueAt']['at'] : '')));
  const least = Math.min(...overdue, SELDOM_MS * 20) / 20;
  if (overdue.length === 0 || least < SOON_MS) return SOON_MS;
  return Math.min(SELDOM_MS, SOON_MS * 2 ** Math.floor(Math.log2(least / SOON_MS)));
}

interface FactOfEntity {
  readonly entity: DueEntity;
  readonly item: ReadItem;
}

/** `applied`: the ledger took the fact. `refused`: it cannot take it. An older fact that came late is in neither. */
interface TickOutcome {
  readonly applied: ReadonlySet<DueEntity>;
  readonly refused: ReadonlySet<DueEntity>;
}

/** A fact that the ledger refuses is no dead letter: nobody could repair it, and the next look gives it again. */
async function commitFacts(
  runtime: Runtime,
  stream: LedgerStream,
  facts: readonly FactOfEntity[],
  rules: DeadlineRules,
  at: string,
): Promise<TickOutcome> {
  if (facts.length === 0) return { applied: new Set(), refused: new Set() };
  const batch: Omit<Batch, 'id' | 'traceparent'> = {
    stream,
    items: facts.map((it) => it.item),
    mappingHash: rules.hash,
    origin: 'live',
    at,
  };
  const { committed, items } = await commitItems(runtime, batch, { leaveOut: true });
  const outcomes = new Map(items.map((it, index) => [it, committed.outcomes[index]]));
  const ending = (outcome: string | undefined): ReadonlySet<DueEntity> =>
    new Set(facts.filter((it) => outcomes.get(it.item) === outcome).map((it) => it.entity));
  const refused = ending(undefined);
  if (refused.size > 0)
    runtime.log({
      level: 'warn',
      connector: stream.connector,
      stream: stream.name,
      code: 'clock-refused',
      records: refused.size,
      message: 'The ledger refuses the deadlines of some entities; they are looked at again in an hour.',
    });
  return { applied: ending('applied'), refused };
}

/** The clock has one record per entity: a new fact replaces the last. It founds no entity, and keeps none alive. */
function itemOf(entity: DueEntity, fact: ClockFact, rules: DeadlineRules): ReadItem {
  const fields = factFields(fact, rules.hash);
  const raw = Buffer.from(JSON.stringify(fields));
  return {
    raw,
    hash: createHash('sha256').update(raw).digest('hex'),
    position: 'clock',
    mapped: {
      outcome: 'contributions',
      key: entity.id,
      version: makeVersion('timestamp', fact.at),
      contributions: [
        { part: '', kind: entity.kind, identity: [entity.reference], links: [], fields, changedAt: fact.at },
      ],
      unmapped: [],
    },
  };
}
