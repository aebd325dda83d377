import type { JsonObject } from '#libs/model/json.js';
import { ConfigError } from '#libs/model/errors.js';
import type { Ledger } from '../database/ledger.js';

/** Where a stream stands, for an administrator. */
export interface StreamPosition {
  /** As `universal-housing/orders`. */
  readonly stream: string;
  /** What only its source can read; absent: the stream is read from its beginning. */
  readonly position?: JsonObject;
  readonly revision: number;
  /** Records read over the whole life of the stream. */
  readonly read: number;
  /** When the first read of everything was complete, ISO; absent: it is not, or it was begun again. */
  readonly firstReadAt?: string;
  readonly paused: boolean;
}

interface Row {
  readonly id: number;
  readonly asked: boolean;
  readonly checkpoint: JsonObject | null;
  readonly revision: string;
  readonly handed_over: string;
  readonly backfilled_at: Date | null;
  readonly paused: boolean | null;
}

/** Throws ConfigError `unknown-stream`; `no-position` for a stream whose system calls Lintel. */
export async function streamPosition(ledger: Ledger, stream: string): Promise<StreamPosition> {
  const row = await rowOf(ledger, stream);
  return {
    stream,
    ...(row.checkpoint === null ? {} : { position: row.checkpoint }),
    revision: Number(row.revision),
    read: Number(row.handed_over),
    ...(row.backfilled_at === null ? {} : { firstReadAt: row.backfilled_at.toISOString() }),
    paused: row.paused === true,
  };
}

/**
 * Puts a paused stream at another position; undefined: at its beginning, as if it had never been read. The revision goes on, so a reader
 * that still holds the old position cannot commit from it (I2). Gives where the stream stood before. Throws as `streamPosition`, and
 * ConfigError `stream-runs` where it is not paused: only a reader that was paused opens its source anew.
 */
export async function moveStreamPosition(
  ledger: Ledger,
  stream: string,
  position: JsonObject | undefined,
): Promise<StreamPosition> {
  const before = await streamPosition(ledger, stream);
  const { id } = await rowOf(ledger, stream);
  const moved = await ledger.ask(
    `update stream s set checkpoint = $2::jsonb, revision = s.revision + 1,
       backfilled_at = case when $2::jsonb is null then null else s.backfilled_at end
     from stream_health h where s.id = $1 and s.revision = $3 and h.stream_id = s.id and h.paused returning s.id`,
    [id, position === undefined ? null : JSON.stringify(position), before.revision],
  );
  if (moved.length > 0) return before;
  throw new ConfigError(
    'stream-runs',
    `${stream} is being read.`,
    undefined,
    `Pause it first: npx lintel pause ${stream}`,
  );
}

async function rowOf(ledger: Ledger, stream: string): Promise<Row> {
  const [connector = '', name = ''] = stream.split('/');
  const [row] = await ledger.ask<Row>(
    `select s.id, s.asked, s.checkpoint, s.revision, s.handed_over, s.backfilled_at, h.paused
     from stream s left join stream_health h on h.stream_id = s.id where s.connector = $1 and s.name = $2`,
    [connector, name],
  );
  if (!row)
    throw new ConfigError(
      'unknown-stream',
      `No stream is called "${stream}".`,
      undefined,
      'See `npx lintel sync-health`.',
    );
  if (!row.asked)
    throw new ConfigError(
      'no-position',
      `The system of ${stream} calls Lintel: there is no position to go on from.`,
      undefined,
      'Ask the system to send again, or see `npx lintel dead-letters list`.',
    );
  return row;
}
