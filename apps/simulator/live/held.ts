import type { Pool, PoolClient } from 'pg';
import { pause } from '../pause.js';
import { undo } from '../housing/write.js';

export interface Held {
  /** `lost`: the database went away before the end, and with it what was written. */
  readonly ended: Promise<'done' | 'lost'>;
}

/** Transactions that are held open on purpose while others commit. */
export interface HeldTransactions {
  /**
   * Does the work in a transaction of its own and ends it after `holdMs`, or as soon as the simulator stops. Returns when
   * the statements have run, before the end.
   */
  hold(holdMs: number, work: (db: PoolClient) => Promise<void>, end?: 'commit' | 'rollback'): Promise<Held>;
  /** How many are open. */
  count(): number;
  /** Waits until all have ended. */
  ended(): Promise<void>;
}

export function heldTransactions(db: Pool, stop: AbortSignal): HeldTransactions {
  const open = new Set<Promise<'done' | 'lost'>>();
  return {
    hold: async (holdMs, work, end = 'commit') => {
      const client = await begin(db, work);
      const ended = endLater(client, pause(holdMs, stop), end).finally(() => open.delete(ended));
      open.add(ended);
      return { ended };
    },
    count: () => open.size,
    ended: async () => {
      await Promise.all(open);
    },
  };
}

async function begin(db: Pool, work: (db: PoolClient) => Promise<void>): Promise<PoolClient> {
  const client = await db.connect();
  try {
    await client.query('begin');
    await work(client);
    return client;
  } catch (error) {
    await undo(client);
    client.release(true);
    throw error;
  }
}

async function endLater(
  client: PoolClient,
  time: Promise<void>,
  end: 'commit' | 'rollback',
): Promise<'done' | 'lost'> {
  await time;
  try {
    await client.query(end);
    client.release();
    return 'done';
  } catch {
    client.release(true);
    return 'lost';
  }
}
