import type { SqlSettings } from '../settings.js';
import { columnsOf, type Page, type PageRequest, type SqlDialect } from '../dialect.js';
import { type RunQuery, connection } from './connection.js';
import { decodedRows } from './decoded-rows.js';
import { holderOf } from './fence-holder.js';
import { pageStatement } from './statements.js';
import { isAhead, keyNull, lookAtTable, refuseNullKeys } from './table.js';

/** Below `at` every transaction has ended; from `ceiling` on none has begun. */
const FENCE = `select pg_snapshot_xmin(s)::text as at, pg_snapshot_xmax(s)::text as ceiling
  from (select pg_current_snapshot() as s) as snapshot`;

/**
 * PostgreSQL 13 and later. The watermark is the id of the transaction that wrote the row (`pg_current_xact_id()`, set by a trigger or a
 * default): it is given when the transaction begins to write, and the row is seen when it commits. So each page is read below the oldest
 * transaction that is still open, and both are taken in one snapshot.
 */
export function postgres(settings: SqlSettings): SqlDialect {
  const columns = columnsOf(settings);
  const keyAt = settings.key.map((name) => columns.indexOf(name));
  const server = connection(settings);
  async function inSnapshot(ask: RunQuery, request: PageRequest, limit: number): Promise<Page> {
    const [[at, ceiling] = []] = await ask(FENCE);
    if (typeof at !== 'string' || typeof ceiling !== 'string')
      throw new Error('the database gave no snapshot');
    const table = await lookAtTable(ask, settings, columns);
    if (table.nullableKey && 'after' in request && request.part !== 'unstamped') {
      await refuseNullKeys(ask, settings, request.after?.[0]);
    }
    const found = await decodedRows(
      ask,
      (names, most, read) => pageStatement(settings, names, request, at, most, read),
      columns,
      limit,
    );
    const { rows } = found;
    if (table.nullableKey && rows.some((row) => keyAt.some((index) => row[index] === null)))
      throw keyNull(settings);
    const drained = rows.length < found.limit;
    const isHeld = drained && BigInt(at) < BigInt(ceiling);
    return {
      fence: at,
      ahead: drained && (await isAhead(ask, settings, ceiling)),
      nullable: table.nullableWatermark,
      ...found,
      ...(isHeld ? { heldBy: await holderOf(ask, at) } : {}),
      ...(await clusterOf(ask)),
    };
  }

  return {
    columns,
    page: (request, limit, signal) => server.read(signal, (ask) => inSnapshot(ask, request, limit)),
    isBelow: (watermark, other) => BigInt(watermark) < BigInt(other),
    close: () => server.close(),
  };
}

/** Names the cluster, where this user may ask. A database that was loaded into another cluster shows by it; one restored from a backup of files does not. */
async function clusterOf(ask: RunQuery): Promise<Pick<Page, 'cluster'>> {
  const [allowed] = await ask(`select has_function_privilege('pg_control_system()', 'execute')`);
  if (allowed?.[0] !== 't') return {};
  const [row] = await ask(`select system_identifier::text from pg_control_system()`);
  return typeof row?.[0] === 'string' ? { cluster: row[0] } : {};
}
