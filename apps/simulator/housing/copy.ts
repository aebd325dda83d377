import { pipeline } from 'node:stream/promises';
import { Readable } from 'node:stream';
import type { ClientBase } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { TABLES, type Row, type TableName } from './tables.js';

type Cell = string | number | boolean | undefined;

/** Writes rows by COPY, inside whatever transaction the client is in. */
export async function copyRows<T extends TableName>(
  db: ClientBase,
  table: T,
  rows: readonly Row<T>[],
): Promise<void> {
  const columns = Object.keys(TABLES[table].columns);
  await copy(
    db,
    table,
    columns,
    rows.map((row) => columns.map((column) => (row as Record<string, Cell>)[column])),
  );
}

export async function copy(
  db: ClientBase,
  table: string,
  columns: readonly string[],
  rows: readonly (readonly Cell[])[],
): Promise<void> {
  if (rows.length === 0) return;
  const text = rows.map((row) => `${row.map(cell).join('\t')}\n`).join('');
  await pipeline(
    Readable.from([text]),
    db.query(copyFrom(`copy ${table} (${columns.join(', ')}) from stdin`)),
  );
}

const ESCAPES: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' };
const cell = (value: Cell): string =>
  value === undefined ? '\\N' : String(value).replace(/[\\\t\n\r]/g, (it) => ESCAPES[it] ?? it);
