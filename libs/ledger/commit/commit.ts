import type { QueryRunner } from 'typeorm';
import type { Outcome } from '#libs/model/contribution.js';
import type { FoldRules } from '#libs/resolution/fold/document.js';
import { lettersOf, StaleCheckpoint, type Batch, type Committed } from '#libs/model/batch.js';
import { keysOf, takeBatch } from '#libs/resolution/records/take-batch.js';
import { entityChanges } from '#libs/resolution/settle/events.js';
import { settle } from '#libs/resolution/settle/settle.js';
import { lockLedger, saveCounters } from './counters.js';
import { closeDeadLetters, writeDeadLetters } from './dead-letters.js';
import { loadRecords } from './load-records.js';
import { writeLooks } from './looks.js';
import { ledgerReads } from './reads.js';
import { LINKERS_AT_ONCE } from './queue-linkers.js';
import { ringOnce } from './rings.js';
import { countOutcomes, type Tally } from './tally.js';
import { writeContributions } from './write-contributions.js';
import { writeOutbox } from './write-outbox.js';
import { writeRecords } from './write-records.js';
import { writeSettled } from './write-settled.js';

/**
 * The body of a commit, between BEGIN and COMMIT. Its first statement takes the ledger's write lock: one commit at a time, so that
 * numbers are in commit order and no two commits decide on the same entity. Throws StaleCheckpoint where another reader was faster.
 */
export async function commitBatch(
  runner: QueryRunner,
  batch: Batch,
  rules: FoldRules,
  source: string,
): Promise<Committed> {
  const counters = await lockLedger(runner);
  const revision = await checkStream(runner, batch);
  const repeated = await repeatedDeliveries(runner, batch);
  const { arrivals } = counters;
  const known = await loadRecords(runner, batch.stream, keysOf(batch));
  const { outcomes, letters, sameVersionChanged } = takeBatch(batch, known, repeated, arrivals);
  const records = [...known.values()];
  const founding = arrivals + batch.items.length + 1;
  const settled = await settle(
    ledgerReads(runner),
    { read: { stream: batch.stream, records } },
    rules,
    founding,
    LINKERS_AT_ONCE,
  );
  const changes = entityChanges(settled, batch.origin);
  await writeRecords(runner, batch, records);
  await writeContributions(runner, records, settled);
  await writeSettled(runner, settled, changes.rows, batch);
  await writeLooks(runner, settled.documents, rules);
  const rung = await ringOnce(runner, settled, changes.events);
  // a replay that is refused again leaves its dead letter open
  const done = batch.replayOf?.filter((_, index) => outcomes[index] !== 'dead-letter') ?? [];
  const refused = await writeDeadLetters(runner, batch, batch.replayOf ? [] : letters);
  const replayed = await closeDeadLetters(runner, done, 'replayed', batch.at);
  const events = [...rung, ...replayed, ...refused];
  const lastNumber = await writeOutbox(runner, batch, events, counters.lastNumber, source);
  await saveCounters(runner, { lastNumber, arrivals: founding + settled.changedReferences.size });
  await moveStream(runner, batch, outcomes, countOutcomes(batch, outcomes, sameVersionChanged));
  return { outcomes, revision: revision + 1, lastNumber };
}

/** I2: forward only, and only from the revision that was read. I3: the numbers go on where the last commit ended. */
async function checkStream(runner: QueryRunner, { stream, checkpoint }: Batch): Promise<number> {
  const [row] = (await runner.query('select revision, handed_over from stream where id = $1 for update', [
    stream.id,
  ])) as readonly { readonly revision: string; readonly handed_over: string }[];
  const revision = Number(row?.revision);
  if (checkpoint && (checkpoint.revision !== revision || checkpoint.first !== Number(row?.handed_over) + 1))
    throw new StaleCheckpoint('Another reader has moved the checkpoint of this stream.');
  return revision;
}

/** Deliveries that were committed before: the sender did not hear our answer. */
async function repeatedDeliveries(
  runner: QueryRunner,
  { stream, items, at }: Batch,
): Promise<ReadonlySet<string>> {
  const ids = [...new Set(items.flatMap((it) => it.delivery ?? []))];
  if (ids.length === 0) return new Set();
  const fresh = (await runner.query(
    `insert into delivery (stream_id, id, received_at) select $1, unnest($2::text[]), $3 on conflict do nothing returning id`,
    [stream.id, ids, at],
  )) as readonly { readonly id: string }[];
  const known = new Set(fresh.map((it) => it.id));
  return new Set(ids.filter((id) => !known.has(id)));
}

/** The checkpoint moves in the transaction of the records it covers (I2). */
async function moveStream(
  runner: QueryRunner,
  batch: Batch,
  outcomes: readonly Outcome[],
  tally: Tally,
): Promise<void> {
  const { checkpoint, stream, at } = batch;
  const counted = batch.replayOf ? [] : outcomes;
  await runner.query(
    `insert into batch (id, stream_id, first, outcomes, committed_at)
     select $1, $2, handed_over + 1, $3, $4 from stream where id = $2`,
    [batch.id, stream.id, lettersOf(outcomes), at],
  );
  const of = (outcome: Outcome): number => counted.filter((it) => it === outcome).length;
  await runner.query(
    `update stream set revision = revision + 1, checkpoint = coalesce($2::jsonb, checkpoint), handed_over = handed_over + $3,
       applied = applied + $4, unchanged = unchanged + $5, superseded = superseded + $6, filtered = filtered + $7,
       dead_letters = dead_letters + $8, same_version_changed = same_version_changed + $9, replayed = replayed + $10,
       filtered_by = $11::jsonb, unmapped = $12::jsonb,
       backfilled_at = case when $13 and backfilled_at is null then $14::timestamptz else backfilled_at end, committed_at = $14
     where id = $1`,
    [
      stream.id,
      checkpoint ? JSON.stringify(checkpoint.next) : null,
      counted.length,
      of('applied'),
      of('unchanged'),
      of('superseded'),
      of('filtered'),
      of('dead-letter'),
      tally.sameVersionChanged,
      batch.replayOf ? outcomes.filter((it) => it !== 'dead-letter').length : 0,
      JSON.stringify(await added(runner, stream.id, 'filtered_by', tally.filteredBy)),
      JSON.stringify(await added(runner, stream.id, 'unmapped', tally.unmapped)),
      checkpoint?.backfilled === true,
      at,
    ],
  );
}

async function added(
  runner: QueryRunner,
  streamId: number,
  column: 'filtered_by' | 'unmapped',
  more: ReadonlyMap<string, number>,
): Promise<Record<string, number>> {
  const [row] = (await runner.query(`select ${column} as counts from stream where id = $1`, [
    streamId,
  ])) as readonly {
    readonly counts: Record<string, number>;
  }[];
  const counts = { ...row?.counts };
  for (const [name, count] of more) counts[name] = (counts[name] ?? 0) + count;
  return counts;
}
