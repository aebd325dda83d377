import { readFile } from 'node:fs/promises';
import { extname } from 'node:path';
import { RecordError } from '#libs/model/errors.js';
import { isObject, type JsonObject, type JsonValue } from '#libs/model/json.js';
import { tracelessStore } from '#libs/sources/attachments/traceless-store.js';
import { parseExact } from '#libs/sources/json/exact-json.js';
import { openSource } from '#libs/sources/open/open-source.js';
import type { PullSource, RawRecord } from '#libs/sources/source.js';
import { columnsOf } from '#libs/sources/sql/dialect.js';
import type { SqlSettings } from '#libs/sources/sql/settings.js';
import { utf8 } from '#libs/sources/text/utf8.js';
import type { Fixture } from './fixture.js';
import type { Fault } from './result.js';

/**
 * Rows as the source of the table hands them over: JSON, one row or a list of rows, each column's value as the database's own text.
 * A column that a row leaves out is null. Nothing is connected to.
 */
export async function readRows(settings: SqlSettings, file: string): Promise<Fixture | Fault> {
  const rows = rowsOf(extname(file), await readFile(file));
  if (rows === undefined) {
    return {
      code: 'not-rows',
      message: 'the stream reads a table, and this is no row of one',
      way: 'write one JSON object, or a list of them, in a file that ends in .json',
    };
  }
  const columns = columnsOf(settings);
  const fault = rows.map((row) => misfit(row, columns, settings)).find(Boolean);
  if (fault !== undefined) return fault;
  const source = openSource(settings, tracelessStore);
  try {
    const records = rows.map((row, at) => recordOf(row, columns, source, `${settings.from}:${at + 1}`));
    return { records, parse: (raw) => source.parse(raw) };
  } finally {
    await source.close();
  }
}

function rowsOf(ending: string, bytes: Uint8Array): readonly JsonObject[] | undefined {
  if (ending !== '.json') return undefined;
  try {
    const value = parseExact(utf8(bytes));
    const rows: readonly JsonValue[] = Array.isArray(value) ? (value as readonly JsonValue[]) : [value];
    return rows.every(isObject) ? rows : undefined;
  } catch {
    return undefined;
  }
}

/** A row that the source could never hand over proves nothing. */
function misfit(row: JsonObject, columns: readonly string[], { from }: SqlSettings): Fault | undefined {
  for (const [column, value] of Object.entries(row)) {
    if (!columns.includes(column)) {
      return {
        code: 'unknown-column',
        message: `the source does not read the column ${column} of ${from}`,
        way: 'take it out of the fixture, or put it into `fields` of the stream',
      };
    }
    if (typeof value !== 'string' && value !== null) {
      return {
        code: 'not-text',
        message: `${column} is neither text nor null, and a table gives nothing else`,
        way: 'write the text that the database gives: "115.50", "t", "2024-07-01 11:00:00"',
      };
    }
  }
  return undefined;
}

function recordOf(
  row: JsonObject,
  columns: readonly string[],
  source: PullSource,
  position: string,
): RawRecord {
  const whole = Object.fromEntries(columns.map((column) => [column, row[column] ?? null]));
  const raw = Buffer.from(JSON.stringify(whole));
  try {
    return { raw, position, value: source.parse(raw) };
  } catch (error) {
    if (!(error instanceof RecordError)) throw error;
    const { code, message, path } = error;
    return { raw, position, fault: { code, message, ...(path === undefined ? {} : { path }) } };
  }
}
