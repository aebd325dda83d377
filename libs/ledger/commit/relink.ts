import { randomUUID } from 'node:crypto';
import type { QueryRunner } from 'typeorm';
import { DataRefused } from '#libs/model/batch.js';
import type { FoldRules } from '#libs/resolution/fold/document.js';
import type { Origin } from '#libs/model/kinds.js';
import { entityChanges, type EntityChanges } from '#libs/resolution/settle/events.js';
import { settle, type Settled } from '#libs/resolution/settle/settle.js';
import type { Ledger } from '../database/ledger.js';
import { lockLedger, saveCounters } from './counters.js';
import { writeLooks } from './looks.js';
import { ledgerReads } from './ledger-reads.js';
import { ringOnce } from './rings.js';
import { writeEntities } from './write-entities.js';
import { writeOutbox } from './write-outbox.js';

/** Entities of one later commit: bounds how long the write lock is held. */
const SLICE = 500;

/**
 * Folds some of the queued entities, longest waiting first, in a commit of their own. Gives whether there were any. Any process may call
 * it at any time: an entity leaves the queue in the transaction that publishes it. Throws TransientError.
 */
export async function relink(ledger: Ledger, rules: FoldRules, at: string): Promise<boolean> {
  if ((await ledger.ask('select 1 from relink where refused is null limit 1')).length === 0) return false;
  return ledger.inTurn(() => ledger.transaction((runner) => relinkSome(runner, rules, at, ledger.source)));
}

async function relinkSome(
  runner: QueryRunner,
  rules: FoldRules,
  at: string,
  source: string,
): Promise<boolean> {
  const { lastNumber, arrivals } = await lockLedger(runner);
  const { entities, origin } = await nextSlice(runner);
  const settled = await settle(ledgerReads(runner), { relinked: entities }, rules, arrivals + 1);
  const { changes, refused } = changesOneByOne(settled, origin);
  await writeEntities(runner, changes.rows, at);
  const documents = new Map([...settled.documents].filter(([id]) => !refused.has(id)));
  await writeLooks(runner, documents, rules);
  const rung = await ringOnce(runner, { ...settled, documents }, changes.events);
  const trace = randomUUID().replaceAll('-', '');
  const about = { origin, at, traceparent: `00-${trace}-${trace.slice(0, 16)}-01` };
  const newest = await writeOutbox(runner, about, rung, lastNumber, source);
  await saveCounters(runner, { lastNumber: newest, arrivals });
  await leave(runner, entities, refused);
  return entities.length > 0;
}

/** The entities that wait longest, all of one origin, since a commit has one. */
async function nextSlice(runner: QueryRunner): Promise<{ entities: readonly string[]; origin: Origin }> {
  const rows = (await runner.query(
    `select entity_id, origin from relink where refused is null order by since, entity_id limit $1`,
    [SLICE],
  )) as readonly { readonly entity_id: string; readonly origin: Origin }[];
  const origin = rows[0]?.origin ?? 'live';
  return { entities: rows.filter((it) => it.origin === origin).map((it) => it.entity_id), origin };
}

/** I11: an entity whose document cannot be published delays no other. `refused`: each such entity, with the reason. */
function changesOneByOne(
  settled: Settled,
  origin: Origin,
): { readonly changes: EntityChanges; readonly refused: ReadonlyMap<string, string> } {
  const refused = new Map<string, string>();
  const publishable = [...settled.documents].flatMap(([id, it]) => {
    try {
      return [entityChanges({ ...settled, documents: new Map([[id, it]]) }, origin)];
    } catch (error) {
      if (!(error instanceof DataRefused)) throw error;
      refused.set(id, error.code);
      return [];
    }
  });
  return {
    changes: {
      rows: publishable.flatMap((it) => it.rows),
      events: publishable.flatMap((it) => it.events),
    },
    refused,
  };
}

async function leave(
  runner: QueryRunner,
  entities: readonly string[],
  refused: ReadonlyMap<string, string>,
): Promise<void> {
  const done = entities.filter((id) => !refused.has(id));
  await runner.query('delete from relink where entity_id = any($1::uuid[])', [done]);
  for (const [id, code] of refused)
    await runner.query('update relink set refused = $2 where entity_id = $1', [id, code]);
}
