import type { QueryRunner } from 'typeorm';
import { encodeOutcomes, type Batch } from '#libs/model/batch.js';
import type { Outcome } from '#libs/model/contribution.js';
import { tallyOf } from '#libs/resolution/records/tally.js';
import type { TakenBatch } from '#libs/resolution/records/take-batch.js';

/** I2: moves the checkpoint, in the transaction of the records that it covers, and counts how they ended. */
export async function moveStream(
  runner: QueryRunner,
  batch: Batch,
  taken: Pick<TakenBatch, 'outcomes' | 'sameVersionChanged'>,
): Promise<void> {
  const { checkpoint, stream, at } = batch;
  const { outcomes } = taken;
  const tally = tallyOf(batch, outcomes);
  // a replay was read before, and counted then
  const counted = batch.replayOf ? [] : outcomes;
  const countOf = (outcome: Outcome): number => counted.filter((it) => it === outcome).length;
  await runner.query(
    `insert into batch (id, stream_id, first, outcomes, committed_at)
     select $1, $2, handed_over + 1, $3, $4 from stream where id = $2`,
    [batch.id, stream.id, encodeOutcomes(outcomes), at],
  );
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
      countOf('applied'),
      countOf('unchanged'),
      countOf('superseded'),
      countOf('filtered'),
      countOf('dead-letter'),
      taken.sameVersionChanged,
      batch.replayOf ? outcomes.filter((it) => it !== 'dead-letter').length : 0,
      JSON.stringify(await countsWith(runner, stream.id, 'filtered_by', tally.filteredBy)),
      JSON.stringify(await countsWith(runner, stream.id, 'unmapped', tally.unmapped)),
      checkpoint?.backfilled === true,
      at,
    ],
  );
}

/** The stored counts of a column with these added. */
async function countsWith(
  runner: QueryRunner,
  streamId: number,
  column: 'filtered_by' | 'unmapped',
  added: ReadonlyMap<string, number>,
): Promise<Record<string, number>> {
  const [row] = (await runner.query(`select ${column} as counts from stream where id = $1`, [
    streamId,
  ])) as readonly {
    readonly counts: Record<string, number>;
  }[];
  const counts = { ...row?.counts };
  for (const [name, count] of added) counts[name] = (counts[name] ?? 0) + count;
  return counts;
}
