import { createHash } from 'node:crypto';
import type { Batch, LedgerStream, ReadItem } from '#libs/canonical/batch.js';
import { factFields, type ClockFact } from '#libs/canonical/deadlines/clock-fact.js';
import type { ClockPort, DueEntity } from '#libs/canonical/deadlines/clock-port.js';
import type { DeadlineRules } from '#libs/canonical/deadlines/rule.js';
import { makeVersion } from '#libs/canonical/version.js';
import { commitItems } from '../commit-records.js';
import type { Surroundings } from '../surroundings.js';
import { speak, type Silence } from './speak.js';

export interface Clock {
  readonly port: ClockPort;
  readonly rules: DeadlineRules;
}

/** Entities of one tick: bounds how long the write lock is held. */
const MOST = 200;
/** What waits for evidence, or for its systems to be live, is looked at this often. */
const AGAIN_MS = 30_000;
const NOT_YET_MS = 300_000;

/**
 * One look at the clock: says of every entity whose moment has come how late it is and how far the systems have been heard, through the
 * ordinary commit. What it says once is in the ledger, so it rings once, whatever happens to the process. Gives whether more is due.
 */
export async function tick(
  around: Surroundings,
  { port, rules }: Clock,
  stream: LedgerStream,
): Promise<boolean> {
  const now = around.now();
  const at = now.toISOString();
  const due = await port.due(at, MOST);
  if (due.length === 0) return false;
  const witnesses = await port.witnesses();
  const words = due.map((entity) => ({ entity, word: speak(entity, witnesses, rules, at) }));
  const spoken = words.flatMap(({ entity, word }) =>
    typeof word === 'string' ? [] : [{ entity, item: itemOf(entity, word, rules) }],
  );
  const said = spoken.length === 0 ? new Set<string>() : await commit(around, stream, spoken, rules, at);
  const silent = (why: Silence): readonly DueEntity[] =>
    words
      .filter(
        ({ entity, word }) => !said.has(entity.id) && (typeof word === 'string' ? word : 'wait') === why,
      )
      .map((it) => it.entity);
  const after = (milliseconds: number): string => new Date(now.getTime() + milliseconds).toISOString();
  await port.postpone(silent('wait'), after(AGAIN_MS));
  await port.postpone(silent('not-yet'), after(NOT_YET_MS));
  await port.postpone(silent('done'), undefined);
  return due.length === MOST;
}

interface Spoken {
  readonly entity: DueEntity;
  readonly item: ReadItem;
}

/** Gives the entities of which something new was said: an older word that came late, or one refused, is not. */
async function commit(
  around: Surroundings,
  stream: LedgerStream,
  spoken: readonly Spoken[],
  rules: DeadlineRules,
  at: string,
): Promise<ReadonlySet<string>> {
  const batch: Omit<Batch, 'id' | 'traceparent'> = {
    stream,
    items: spoken.map((it) => it.item),
    mappingHash: rules.hash,
    origin: 'live',
    at,
  };
  const { committed } = await commitItems(around, batch);
  return new Set(
    spoken.flatMap(({ entity }, index) => (committed.outcomes[index] === 'applied' ? [entity.id] : [])),
  );
}

/** One record per entity: what the clock says replaces what it said before. It founds nothing, and keeps nothing alive. */
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
