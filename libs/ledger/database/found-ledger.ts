import { randomUUID } from 'node:crypto';
import type { DataSource } from 'typeorm';
import { ConfigError } from '#libs/model/errors.js';

/** Any number that no other program takes as an advisory lock: migrations run one at a time. */
const MIGRATION_LOCK = 7_163_014_911;

/**
 * Migrates, founds the ledger where there is none, and gives its id. Any number of processes may call it at once: an advisory lock lets one
 * in at a time. Throws ConfigError `prefix-changed` where this ledger was founded with another topic prefix.
 */
export async function foundLedger(database: DataSource, prefix: string): Promise<string> {
  const runner = database.createQueryRunner();
  try {
    await runner.query('select pg_advisory_lock($1)', [MIGRATION_LOCK]);
    await database.runMigrations({ transaction: 'each' });
    await runner.query('insert into ledger (id, prefix) values ($1, $2) on conflict do nothing', [
      randomUUID(),
      prefix,
    ]);
    await runner.query('insert into relay_progress default values on conflict do nothing');
    const [row] = (await runner.query('select id, prefix from ledger')) as readonly {
      readonly id: string;
      readonly prefix: string;
    }[];
    if (row?.prefix !== prefix)
      throw new ConfigError(
        'prefix-changed',
        `This ledger publishes under the prefix '${row?.prefix}', not '${prefix}'.`,
        undefined,
        'Set LINTEL_PREFIX back, or use a new database.',
      );
    return row.id;
  } finally {
    await runner.query('select pg_advisory_unlock($1)', [MIGRATION_LOCK]).catch(() => undefined);
    await runner.release();
  }
}
