import type { QueryRunner } from 'typeorm';
import { TransientError } from '#libs/model/errors.js';

/** What the ledger counts over its whole life. */
export interface Counters {
  /** Number of the newest event in the outbox. */
  readonly lastNumber: number;
  /** Records accepted and references founded. */
  readonly arrivals: number;
}

/**
 * Takes the ledger's write lock until the transaction ends: one commit at a time. Throws TransientError `relay-refuses` while the relay
 * refuses: ledger and Kafka tell of two pasts then, and every further commit would make the mending harder.
 */
export async function lockLedger(runner: QueryRunner): Promise<Counters> {
  const [row] = (await runner.query(
    `select l.last_number, l.arrivals, p.state ->> 'state' as relay, p.state ->> 'code' as relay_code
     from ledger l left join relay_progress p on true for update of l`,
  )) as readonly {
    readonly last_number: string;
    readonly arrivals: string;
    readonly relay: string | null;
    readonly relay_code: string | null;
  }[];
  if (row?.relay === 'refused')
    throw new TransientError(
      'relay-refuses',
      `Nothing is committed while the relay refuses (${row.relay_code ?? 'unknown'}): see sync health for the way out.`,
    );
  return { lastNumber: Number(row?.last_number), arrivals: Number(row?.arrivals) };
}

export const saveCounters = (runner: QueryRunner, { lastNumber, arrivals }: Counters): Promise<unknown> =>
  runner.query('update ledger set last_number = $1, arrivals = $2', [lastNumber, arrivals]);
