import type { SqlSettings } from '../settings.js';
import { columnsOf, type Page, type PageRequest, type SqlDialect } from '../dialect.js';
import { type RunQuery, connection } from './connection.js';
import { holderOf, takeFence } from './fence.js';
import { pageStatement } from './statements.js';
import { isAhead, keyNull, lookAtTable, refuseNullKeys } from './table.js';

/** PostgreSQL 13 and later: the watermark is the id of the transaction that wrote the row (`pg_current_xact_id()`). */
export function postgres(settings: SqlSettings): SqlDialect {
  const columns = columnsOf(settings);
  const keyAt = settings.key.map((name) => columns.indexOf(name));
  const server = connection(settings);
  let cluster: string | undefined;

  async function inSnapshot(ask: RunQuery, request: PageRequest, limit: number): Promise<Page> {
    const fence = await takeFence(ask);
    const table = await lookAtTable(ask, settings, columns);
    if (table.nullableKey && 'after' in request && request.part !== 'unstamped') {
      await refuseNullKeys(ask, settings, request.after?.[0]);
    }
    const { text, values } = pageStatement(settings, columns, request, fence.at, limit);
    const rows = await ask(text, values);
    if (table.nullableKey && rows.some((row) => keyAt.some((at) => row[at] === null)))
      throw keyNull(settings);
    const drained = rows.length < limit;
    const heldBy = drained ? await holderOf(ask, fence) : undefined;
    return {
      fence: fence.at,
      ahead: drained && (await isAhead(ask, settings, fence.ceiling)),
      nullable: table.nullableWatermark,
      rows,
      ...(heldBy === undefined ? {} : { heldBy }),
      ...(cluster === undefined ? {} : { cluster }),
    };
  }

  return {
    columns,
    page: (request, limit, signal) =>
      server.use(signal, async (ask, fresh) => {
        if (fresh) cluster = await clusterOf(ask);
        // One snapshot for the fence and the rows: a transaction that ends in between is either below both or in neither.
        await ask('begin isolation level repeatable read, read only');
        const page = await inSnapshot(ask, request, limit);
        await ask('commit');
        return page;
      }),
    isBelow: (watermark, other) => BigInt(watermark) < BigInt(other),
    close: () => server.close(),
  };
}

/** A restored copy has the same name and other content; its identifier tells. Not everybody may ask for it. */
async function clusterOf(ask: RunQuery): Promise<string | undefined> {
  const [allowed] = await ask(`select has_function_privilege('pg_control_system()', 'execute')`);
  if (allowed?.[0] !== 't') return undefined;
  const [row] = await ask(`select system_identifier::text from pg_control_system()`);
  return row?.[0] ?? undefined;
}
