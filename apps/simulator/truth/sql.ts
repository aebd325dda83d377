import type { QueryResult, QueryResultRow } from 'pg';

/** A pool or a client. */
export interface Db {
  query<R extends QueryResultRow>(sql: string, values?: unknown[]): Promise<QueryResult<R>>;
}

const ISO = `'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'`;

/** London wall time as UTC text; sentinels and nulls give null. PostgreSQL's own zone table does it, not ours. */
export const utc = (timestamp: string): string =>
  `case when ${timestamp} > '1900-12-31' then to_char(${timestamp} at time zone 'Europe/London' at time zone 'UTC', ${ISO}) end`;
/** An instant with its own offset, as UTC text. */
export const utcOfInstant = (instant: string): string => `to_char(${instant} at time zone 'UTC', ${ISO})`;

export const trimmed = (column: string): string => `nullif(trim(${column}), '')`;
/** Of a `property`: its UPRN without leading zeros; null where there is none. */
export const uprnOf = (table: string): string => `nullif(ltrim(trim(${table}.u_llpg_ref), '0'), '') as uprn`;

const PAGE = 2_000;

/** All rows in pages by their text key, which the statement must select as `key`; `$1` is the last key, `$2` the page. */
export async function* pages<R extends QueryResultRow & { readonly key: string }>(
  db: Db,
  sql: string,
): AsyncGenerator<R> {
  for (let last = ''; ;) {
    const { rows } = await db.query<R>(sql, [last, PAGE]);
    yield* rows;
    const next = rows.at(-1)?.key;
    if (next === undefined || rows.length < PAGE) return;
    last = next;
  }
}

/** Deliveries that the other side took and that can be understood. */
export const TAKEN = `sent is not null and content->>'fault' is null`;
