import type { QueryRunner } from 'typeorm';
import type { Batch } from '#libs/model/batch.js';
import type { NewEvent } from '#libs/resolution/settle/events.js';
import { rows } from './rows.js';

/** Appends under the gapless counter that the caller holds locked. Gives the newest number. */
export async function writeOutbox(
  runner: QueryRunner,
  batch: Pick<Batch, 'origin' | 'traceparent' | 'at'>,
  events: readonly NewEvent[],
  lastNumber: number,
  source: string,
): Promise<number> {
  if (events.length === 0) return lastNumber;
  const newest = lastNumber + events.length;
  await ensurePartitions(runner, lastNumber + 1, newest);
  const values = events.map((it, index) => ({
    number: lastNumber + 1 + index,
    topic: it.topic,
    key: it.key,
    version: it.version,
    headers: { changes: it.changes.join(','), origin: batch.origin, source, traceparent: batch.traceparent },
    value: it.value,
  }));
  await runner.query(
    `insert into outbox (number, topic, key, version, headers, value, at)
     select number, topic, key, version, headers, value, $2
     from json_to_recordset($1::json) as it(number bigint, topic text, key text, version int, headers jsonb, value text)`,
    [...rows(values), batch.at],
  );
  return newest;
}

/** Events per partition of the outbox: old ones go by dropping partitions, without a DELETE per row. */
export const OUTBOX_PARTITION = 250_000;

/** By number range, so that no jump of the clock can find no partition. */
async function ensurePartitions(runner: QueryRunner, first: number, last: number): Promise<void> {
  const from = Math.floor(first / OUTBOX_PARTITION);
  const to = Math.floor(last / OUTBOX_PARTITION);
  if (from === to && first % OUTBOX_PARTITION !== 0 && first !== 1) return;
  await makePartitions(runner, first, last);
}

/** Makes the partitions for the events with these numbers, where they are not there. */
export async function makePartitions(runner: QueryRunner, first: number, last: number): Promise<void> {
  const from = Math.floor(first / OUTBOX_PARTITION);
  const to = Math.floor(last / OUTBOX_PARTITION);
  for (let index = from; index <= to; index += 1)
    await runner.query(
      `create table if not exists outbox_${index} partition of outbox
       for values from (${index * OUTBOX_PARTITION}) to (${(index + 1) * OUTBOX_PARTITION})`,
    );
}
