import type { Pool, PoolClient } from 'pg';
import { pause } from '../contractor/deliver.js';

/** Transactions that are held open on purpose while others commit. */
export interface HeldTransactions {
  /**
   * Does the work in a transaction of its own and ends it after `holdMs`, or as soon as the simulator stops. Returns when
   * the statements have run, before the end.
   */
  hold(holdMs: number, work: (db: PoolClient) => Promise<void>, end?: 'commit' | 'rollback'): Promise<void>;
  /** How many are open. */
  count(): number;
  /** Waits until all have ended. */
  ended(): Promise<void>;
}

export function heldTransactions(db: Pool, stop: AbortSignal): HeldTransactions {
  const open = new Set<Promise<void>>();
  return {
    hold: async (holdMs, work, end = 'commit') => {
      const client = await db.connect();
      try {
        await client.query('begin');
        await work(client);
      } catch (error) {
        await client.query('rollback');
        client.release();
        throw error;
      }
      const rest = pause(holdMs, stop)
        .then(() => client.query(end))
        .then(
          () => client.release(),
          (error: unknown) => {
            client.release(true);
            throw error;
          },
        )
        .finally(() => open.delete(rest));
      open.add(rest);
    },
    count: () => open.size,
    ended: async () => {
      await Promise.all(open);
    },
  };
}
