import type { Outbox, OutboxEvent } from '#libs/model/outbox.js';
import type { Ledger } from '../database/ledger.js';

/** The ledger as the relay sees it. */
export const ledgerForRelay = (ledger: Ledger): Outbox => ({
  ledgerId: ledger.id,
  epoch: async () => {
    const [row] = await ledger.ask<{ readonly epoch: number }>('select epoch from ledger');
    return Number(row?.epoch);
  },
  lastNumber: async () => {
    const [row] = await ledger.ask<{ readonly last_number: string }>('select last_number from ledger');
    return Number(row?.last_number);
  },
  read: (afterNumber, limit) => readEvents(ledger, afterNumber, limit),
  recoveredFrom: async () => {
    const [row] = await ledger.ask<Readonly<Record<'epoch' | 'last' | 'base', string | null>>>(
      'select recovered_epoch as epoch, recovered_last as last, recovered_base as base from ledger',
    );
    if (!row || row.epoch === null) return undefined;
    return { epoch: Number(row.epoch), last: Number(row.last), base: Number(row.base) };
  },
  hasProgress: async () => (await relayedNumber(ledger)) > 0,
  relayed: async (number) => {
    await ledger.ask('update relay_progress set relayed = greatest(relayed, $1), updated_at = now()', [
      number,
    ]);
  },
});

/** Number of the newest event that the relay said is in Kafka; 0 before the first. */
export async function relayedNumber(ledger: Ledger): Promise<number> {
  const [row] = await ledger.ask<{ readonly relayed: string }>('select relayed from relay_progress');
  return Number(row?.relayed);
}

async function readEvents(
  ledger: Ledger,
  afterNumber: number,
  limit: number,
): Promise<readonly OutboxEvent[]> {
  const rows = await ledger.ask<
    Omit<OutboxEvent, 'number' | 'at'> & { readonly number: string; readonly at: Date }
  >(
    'select number, topic, key, version, headers, value, at from outbox where number > $1 order by number limit $2',
    [afterNumber, limit],
  );
  return rows.map((row) => ({ ...row, number: Number(row.number), at: row.at.toISOString() }));
}
