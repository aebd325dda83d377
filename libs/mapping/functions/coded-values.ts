import { RecordError } from '#libs/model/errors.js';
import type { JsonObject } from '#libs/model/json.js';
import type { CodeRow } from '../mapping-spec.js';
import { textOf } from '../text.js';

/** Code tables as they are looked up: table → code → row. */
export type CodeTables = ReadonlyMap<string, ReadonlyMap<string, CodeRow>>;

/** Indexes the rows of code tables by their code. */
export const codeTables = (tables: { readonly [table: string]: readonly CodeRow[] }): CodeTables =>
  new Map(
    Object.entries(tables).map(([table, rows]) => [table, new Map(rows.map((row) => [row.code, row]))]),
  );

/**
 * `$code(table, value)`: a coded value, that is the canonical word beside the system's own scheme, code and label. A code that no row
 * knows is `unmapped`, never a default (I7). Undefined for no value. Throws RecordError `unknown-table`, `not-one-value`.
 */
export function code(
  tables: CodeTables,
  system: string,
  table: unknown,
  value: unknown,
): JsonObject | undefined {
  const text = textOf(value);
  if (text === undefined) return undefined;
  const scheme = `${system}/${String(table)}`;
  const row = rowsOf(tables, table).get(text);
  if (!row) return { state: 'unmapped', raw: { scheme, code: text } };
  const raw = row.label === undefined ? { scheme, code: text } : { scheme, code: text, label: row.label };
  return { state: 'mapped', value: row.value, raw };
}

/**
 * `$decide(table, value)`: the plain word of a code that decides what is spoken of. Throws RecordError `unknown-code` where no row knows
 * it or there is none (I7), `unknown-table`, `not-one-value`.
 */
export function decide(tables: CodeTables, table: unknown, value: unknown): string {
  const text = textOf(value);
  const row = text === undefined ? undefined : rowsOf(tables, table).get(text);
  if (row) return row.value;
  throw new RecordError(
    'unknown-code',
    `Code table ${String(table)} does not know the code that decides here.`,
  );
}

function rowsOf(tables: CodeTables, table: unknown): ReadonlyMap<string, CodeRow> {
  const rows = tables.get(String(table));
  if (!rows) throw new RecordError('unknown-table', 'There is no such code table.');
  return rows;
}
