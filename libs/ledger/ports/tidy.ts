import { OUTBOX_PARTITION } from '../commit/write-outbox.js';
import type { Ledger } from '../database/ledger.js';
import { relayedNumber } from './for-relay.js';

/** Forgets what was kept only to recognise repeats: batches after a day, deliveries after thirty. Throws TransientError. */
export async function forgetOldIds(ledger: Ledger): Promise<void> {
  await ledger.ask(`delete from batch where committed_at < now() - interval '1 day'`);
  await ledger.ask(`delete from delivery where received_at < now() - interval '30 days'`);
}

/**
 * Drops the partitions of the outbox whose events have all been relayed and are older than the newest `keep` relayed ones. An event that
 * Kafka does not hold is never dropped. Throws TransientError.
 */
export async function purgeOutbox(ledger: Ledger, keep: number): Promise<void> {
  const below = Math.floor(((await relayedNumber(ledger)) - keep) / OUTBOX_PARTITION);
  const partitions = await ledger.ask<{ readonly name: string }>(
    `select c.relname as name from pg_inherits i join pg_class c on c.oid = i.inhrelid where i.inhparent = 'outbox'::regclass`,
  );
  for (const { name } of partitions)
    if (Number(name.replace('outbox_', '')) < below) await ledger.ask(`drop table if exists "${name}"`);
}
