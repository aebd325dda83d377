import type { QueryRunner } from 'typeorm';
import { decodeOutcomes, StaleCheckpoint, type Batch, type Committed } from '#libs/model/batch.js';
import { TransientError } from '#libs/model/errors.js';
import type { FoldRules } from '#libs/resolution/fold/document.js';
import { keysOf, takeBatch } from '#libs/resolution/records/take-batch.js';
import { entityChanges } from '#libs/resolution/settle/events.js';
import { settle } from '#libs/resolution/settle/settle.js';
import { ledgerError } from '../database/ledger-error.js';
import type { Ledger } from '../database/ledger.js';
import { lockLedger, saveCounters } from './counters.js';
import { repeatedDeliveries } from './deliveries.js';
import { writeDeadLettersOf } from './write-dead-letters.js';
import { ledgerReads } from './ledger-reads.js';
import { loadRecords } from './load-records.js';
import { LINKERS_AT_ONCE } from './queue-linkers.js';
import { moveStream } from './move-checkpoint.js';
import { writeContributions } from './write-contributions.js';
import { writeOutbox } from './write-outbox.js';
import { writeRecords } from './write-records.js';
import { writeSettled } from './write-settled.js';

/**
 * Commits one batch: all of it or nothing. Any number of callers may call at once; one commit runs at a time, in this process by its
 * turn, among processes by the ledger's row lock. When it returns, the records, their entities, the events and the checkpoint are
 * durable (I1). When it throws:
 * - StaleCheckpoint: another reader has moved the checkpoint of this stream. Nothing is there. Read on from the new checkpoint.
 * - DataRefused: the ledger cannot store one of the records. Nothing is there. Find the record with `tryOutBatch`.
 * - TransientError: the database does not answer. Whether the batch is there cannot be known now: read on from the checkpoint that the
 *   ledger holds when it is back.
 */
export function commitBatch(ledger: Ledger, batch: Batch, rules: FoldRules): Promise<Committed> {
  return ledger.inTurn(async () => {
    let beforeCommit = true;
    try {
      return await ledger.transaction(async (runner) => {
        const committed = await takeIn(runner, batch, rules, ledger.source);
        beforeCommit = false;
        return committed;
      });
    } catch (error) {
      const known = ledgerError(error);
      if (beforeCommit || !(known instanceof TransientError)) throw known;
      // The answer to COMMIT was lost. The batch is looked for under the same lock: it is there, or it never will be.
      const committed = await ledger.transaction((runner) => findCommitted(runner, batch));
      if (committed) return committed;
      throw known;
    }
  });
}

/** Would `commitBatch` take this batch, wherever the checkpoint stands? Leaves no trace (I9). Throws DataRefused where it would not. */
export async function tryOutBatch(ledger: Ledger, batch: Batch, rules: FoldRules): Promise<void> {
  const rollBack = new Error('rolled back on purpose');
  const { checkpoint: _, ...withoutCheckpoint } = batch;
  const tried = ledger.inTurn(() =>
    ledger.transaction(async (runner) => {
      await takeIn(runner, withoutCheckpoint, rules, ledger.source);
      throw rollBack;
    }),
  );
  await tried.catch((error: unknown) => {
    if (error !== rollBack) throw ledgerError(error);
  });
}

/**
 * The body of a commit, between BEGIN and COMMIT: lock, load, decide, write. The decisions (`takeBatch`, `settle`) depend on nothing but
 * what was loaded and the rules; everything around them is SQL.
 */
async function takeIn(
  runner: QueryRunner,
  batch: Batch,
  rules: FoldRules,
  source: string,
): Promise<Committed> {
  // The row lock comes first: events are numbered in the order of commits, and no two commits decide on one entity.
  const counters = await lockLedger(runner);
  const revision = await requireCheckpoint(runner, batch); // I2, I3
  const repeated = await repeatedDeliveries(runner, batch);
  const known = await loadRecords(runner, batch.stream, keysOf(batch));
  const taken = takeBatch(batch, known, repeated, counters.arrivals); // I3, I4
  const records = [...known.values()];
  const founding = counters.arrivals + batch.items.length + 1;
  const read = { stream: batch.stream, records };
  const settled = await settle(ledgerReads(runner), { read }, rules, founding, LINKERS_AT_ONCE); // I5
  // Before anything is written: what does not fit its schema is refused with its place, not by PostgreSQL with a number.
  const changes = entityChanges(settled, batch.origin);

  await writeRecords(runner, batch, records);
  await writeContributions(runner, records, settled);
  const entityEvents = await writeSettled(runner, settled, changes, rules, batch);
  const letterEvents = await writeDeadLettersOf(runner, batch, taken);
  // The events stand in the transaction of the state that they tell of: neither can be there without the other.
  const events = [...entityEvents, ...letterEvents];
  const lastNumber = await writeOutbox(runner, batch, events, counters.lastNumber, source);
  await saveCounters(runner, { lastNumber, arrivals: founding + settled.changedReferences.size });
  await moveStream(runner, batch, taken); // I2
  return { outcomes: taken.outcomes, revision: revision + 1, lastNumber };
}

/**
 * Locks the stream's row and gives its revision. I2: the checkpoint moves forward only, and only from the revision that was read. I3:
 * record numbers go on where the last commit ended. Throws StaleCheckpoint where another reader was faster.
 */
async function requireCheckpoint(
  runner: QueryRunner,
  { stream, checkpoint }: Pick<Batch, 'stream' | 'checkpoint'>,
): Promise<number> {
  const [row] = (await runner.query('select revision, handed_over from stream where id = $1 for update', [
    stream.id,
  ])) as readonly { readonly revision: string; readonly handed_over: string }[];
  const revision = Number(row?.revision);
  if (checkpoint && (checkpoint.revision !== revision || checkpoint.first !== Number(row?.handed_over) + 1))
    throw new StaleCheckpoint('Another reader has moved the checkpoint of this stream.');
  return revision;
}

/** Looks for a batch whose commit may have succeeded. Undefined: it was not committed, and never will be. */
async function findCommitted(runner: QueryRunner, batch: Batch): Promise<Committed | undefined> {
  await lockLedger(runner);
  const [row] = (await runner.query(
    `select b.outcomes, s.revision, l.last_number from batch b join stream s on s.id = b.stream_id, ledger l where b.id = $1`,
    [batch.id],
  )) as readonly { readonly outcomes: string; readonly revision: string; readonly last_number: string }[];
  if (!row) return undefined;
  return {
    outcomes: decodeOutcomes(row.outcomes),
    // the one after this batch: a faster reader may have moved the stream on since
    revision: batch.checkpoint ? batch.checkpoint.revision + 1 : Number(row.revision),
    lastNumber: Number(row.last_number),
  };
}
