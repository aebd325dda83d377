import type { Ledger } from '../database/ledger.js';
import { OUTBOX_PARTITION } from '../commit/write-outbox.js';

/** One event, numbered without gaps in commit order. */
export interface OutboxEvent {
  readonly number: number;
  readonly topic: string;
  readonly key: string;
  readonly version: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly value: string;
  /** When it was committed, ISO. */
  readonly at: string;
}

/** The events as the relay reads them, and what it tells of its progress. Progress here is a hint: the truth is the marker in Kafka. */
export class Outbox {
  constructor(private readonly ledger: Ledger) {}

  get ledgerId(): string {
    return this.ledger.id;
  }

  async epoch(): Promise<number> {
    const [row] = await this.ledger.ask<{ readonly epoch: number }>('select epoch from ledger');
    return Number(row?.epoch);
  }

  async lastNumber(): Promise<number> {
    const [row] = await this.ledger.ask<{ readonly last_number: string }>('select last_number from ledger');
    return Number(row?.last_number);
  }

  async read(afterNumber: number, limit: number): Promise<OutboxEvent[]> {
    const rows = await this.ledger.ask<
      Omit<OutboxEvent, 'number' | 'at'> & { readonly number: string; readonly at: Date }
    >(
      'select number, topic, key, version, headers, value, at from outbox where number > $1 order by number limit $2',
      [afterNumber, limit],
    );
    return rows.map((row) => ({ ...row, number: Number(row.number), at: row.at.toISOString() }));
  }

  async hasProgress(): Promise<boolean> {
    const [row] = await this.ledger.ask<{ readonly relayed: string }>('select relayed from relay_progress');
    return Number(row?.relayed) > 0;
  }

  async relayed(number: number): Promise<void> {
    await this.ledger.ask('update relay_progress set relayed = greatest(relayed, $1), updated_at = now()', [
      number,
    ]);
  }

  /** Forgets what was kept only to recognise repeats: batches after a day, deliveries after thirty. */
  async forget(): Promise<void> {
    await this.ledger.ask(`delete from batch where committed_at < now() - interval '1 day'`);
    await this.ledger.ask(`delete from delivery where received_at < now() - interval '30 days'`);
  }

  /** Drops partitions whose events have all been relayed and are older than the newest `keep` ones. */
  async purge(keep: number): Promise<void> {
    const [row] = await this.ledger.ask<{ readonly relayed: string }>('select relayed from relay_progress');
    const below = Math.floor((Number(row?.relayed) - keep) / OUTBOX_PARTITION);
    const partitions = await this.ledger.ask<{ readonly name: string }>(
      `select c.relname as name from pg_inherits i join pg_class c on c.oid = i.inhrelid where i.inhparent = 'outbox'::regclass`,
    );
    for (const { name } of partitions)
      if (Number(name.replace('outbox_', '')) < below)
        await this.ledger.ask(`drop table if exists "${name}"`);
  }
}
