import type { QueryRunner } from 'typeorm';

/** What the ledger counts over its whole life. */
export interface Counters {
  /** Number of the newest event in the outbox. */
  readonly lastNumber: number;
  /** Records accepted and references founded. */
  readonly arrivals: number;
}

/** Takes the ledger's write lock until the transaction ends: one commit at a time. */
export async function lockLedger(runner: QueryRunner): Promise<Counters> {
  const [row] = (await runner.query('select last_number, arrivals from ledger for update')) as readonly {
    readonly last_number: string;
    readonly arrivals: string;
  }[];
  return { lastNumber: Number(row?.last_number), arrivals: Number(row?.arrivals) };
}

export const saveCounters = (runner: QueryRunner, { lastNumber, arrivals }: Counters): Promise<unknown> =>
  runner.query('update ledger set last_number = $1, arrivals = $2', [lastNumber, arrivals]);
