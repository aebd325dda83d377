import { ConfigError, TransientError } from '#libs/model/errors.js';
import type { SqlSettings } from '../settings.js';
import type { Value } from '../dialect.js';
import type { RunQuery } from './connection.js';
import { columnGone } from './errors.js';
import { quoted, quotedTable } from './statements.js';

// The name of a column that nobody asked for may be undecodable.
const COLUMNS = `
  select case when attname::text in (select json_array_elements_text($2)) then attname end,
    attnotnull, format_type(atttypid, null)
  from pg_attribute where attrelid = to_regclass($1) and attnum > 0 and not attisdropped`;

/**
 * Looks at the table in the snapshot of the read. Throws TransientError where a column is not there now, ConfigError where the watermark is none.
 */
export async function lookAtTable(
  ask: RunQuery,
  settings: SqlSettings,
  columns: readonly string[],
): Promise<{ readonly nullableWatermark: boolean; readonly nullableKey: boolean }> {
  const rows = await ask(COLUMNS, [quotedTable(settings.from), JSON.stringify(columns)]);
  if (rows.length === 0)
    throw columnGone(`there is no table ${settings.from} in ${settings.database}`, settings);
  const found = new Map(rows.map(([name, notNull, type]) => [name, { notNull: notNull === 't', type }]));
  const gone = columns.filter((column) => !found.has(column));
  if (gone.length > 0) throw columnGone(`${settings.from} has no column ${gone.join(', ')}`, settings);
  const watermark = found.get(settings.watermark.column);
  if (watermark?.type !== 'xid8') {
    throw new ConfigError(
      'watermark-kind',
      `${settings.watermark.column} of ${settings.from} is not of the type xid8`,
    );
  }
  return {
    nullableWatermark: !watermark.notNull,
    nullableKey: settings.key.some((column) => found.get(column)?.notNull !== true),
  };
}

/**
 * Row comparison passes over a null key without a word, so nothing may rest on one: the stream fails until it is gone. A null key
 * further on shows in the page; one that shares the watermark the reader stands at shows only here.
 */
export async function refuseNullKeys(
  ask: RunQuery,
  settings: SqlSettings,
  at: Value | undefined,
): Promise<void> {
  if (typeof at !== 'string') return;
  const isNull = settings.key.map((column) => `${quoted(column)} is null`).join(' or ');
  const watermark = quoted(settings.watermark.column);
  const found = await ask(
    `select 1 from ${quotedTable(settings.from)} where ${watermark} = $1::xid8 and (${isNull}) limit 1`,
    [at],
  );
  if (found.length > 0) throw keyNull(settings);
}

/** Rows from the ceiling on: no transaction of this database wrote them. */
export async function isAhead(ask: RunQuery, settings: SqlSettings, ceiling: string): Promise<boolean> {
  const watermark = quoted(settings.watermark.column);
  const found = await ask(
    `select 1 from ${quotedTable(settings.from)} where ${watermark} >= $1::xid8 limit 1`,
    [ceiling],
  );
  return found.length > 0;
}

export const keyNull = (settings: SqlSettings): TransientError =>
  new TransientError(
    'key-null',
    `${settings.from} has rows without ${settings.key.join(', ')}: choose columns for key that are never null`,
  );
