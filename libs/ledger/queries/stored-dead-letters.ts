import { closeDeadLetters } from '../commit/write-dead-letters.js';
import { writeOutbox } from '../commit/write-outbox.js';
import type { Ledger } from '../database/ledger.js';
import { DeadLetterRow } from '../database/tables/dead-letter-row.js';

/** A dead letter as an administrator sees it. */
export interface StoredDeadLetter {
  readonly id: string;
  readonly connector: string;
  readonly stream: string;
  readonly streamId: number;
  readonly state: string;
  readonly code: string;
  readonly path: string | undefined;
  readonly message: string;
  readonly position: string;
  readonly key: string | undefined;
  readonly seen: number;
  readonly firstAt: string;
  readonly lastAt: string;
  /** What came, for a replay; shown only where it is asked for, since it may be personal. */
  readonly raw: Uint8Array;
}

export interface DeadLetterFilter {
  readonly connector?: string;
  readonly stream?: string;
  readonly code?: string;
  readonly state?: string;
  readonly limit?: number;
}

/** Newest first. */
export async function listDeadLetters(
  ledger: Ledger,
  filter: DeadLetterFilter,
): Promise<readonly StoredDeadLetter[]> {
  const found = await ledger.find(DeadLetterRow, (rows) => {
    const query = rows
      .createQueryBuilder('d')
      .innerJoinAndSelect('d.stream', 's')
      .orderBy('d.lastAt', 'DESC')
      .limit(filter.limit ?? 50);
    if (filter.connector) query.andWhere('s.connector = :connector', { connector: filter.connector });
    if (filter.stream) query.andWhere('s.name = :stream', { stream: filter.stream });
    if (filter.code) query.andWhere('d.code = :code', { code: filter.code });
    if (filter.state) query.andWhere('d.state = :state', { state: filter.state });
    return query.getMany();
  });
  return found.map(letterOf);
}

/** By id or by the beginning of an id that is unique. */
export async function findDeadLetter(ledger: Ledger, id: string): Promise<StoredDeadLetter | undefined> {
  const [only, second] = await ledger.find(DeadLetterRow, (rows) =>
    rows
      .createQueryBuilder('d')
      .innerJoinAndSelect('d.stream', 's')
      .where('d.id::text like :id', { id: `${id.replaceAll(/[^0-9a-f-]/gi, '')}%` })
      .limit(2)
      .getMany(),
  );
  return only && !second ? letterOf(only) : undefined;
}

const letterOf = (row: DeadLetterRow): StoredDeadLetter => ({
  id: row.id,
  connector: row.stream.connector,
  stream: row.stream.name,
  streamId: row.stream.id,
  state: row.state,
  code: row.code,
  path: row.path ?? undefined,
  message: row.message,
  position: row.position,
  key: row.key ?? undefined,
  seen: row.seen,
  firstAt: row.firstAt.toISOString(),
  lastAt: row.lastAt.toISOString(),
  raw: row.raw,
});

/** Closes dead letters without replaying them, and says so on their topic. Gives how many were open. */
export async function giveUpDeadLetters(
  ledger: Ledger,
  ids: readonly string[],
  at: Date,
  traceparent: string,
): Promise<number> {
  return ledger.transaction(async (runner) => {
    const [row] = (await runner.query('select last_number from ledger for update')) as readonly {
      readonly last_number: string;
    }[];
    const events = await closeDeadLetters(runner, ids, 'given-up', at.toISOString());
    const origin = { origin: 'live', at: at.toISOString(), traceparent } as const;
    const last = await writeOutbox(runner, origin, events, Number(row?.last_number), ledger.source);
    await runner.query('update ledger set last_number = $1', [last]);
    return events.length;
  });
}
