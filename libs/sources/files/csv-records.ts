import { pipeline, type Readable } from 'node:stream';
import { type CsvError, type Info, parse } from 'csv-parse';
import type { FilesSettings } from './files-settings.js';
import type { RawRecord } from '../source.js';
import { Unreadable } from '../text/unreadable.js';

/** 4 MiB, so that a quote that never closes does not take a whole large file into memory. */
const MAX_ROW_BYTES = 4 * 1024 * 1024;

interface CsvRow {
  readonly record: readonly string[];
  readonly info: Info;
}

/**
 * The records of a CSV file (RFC 4180) with a header line. Values stay text (I8). A row whose number of fields differs from the header's
 * is a record with the fault `ragged-row`. Throws Unreadable where the whole file is unusable: `unreadable`, `column-gone`, or
 * `wrong-field-count` where every row is ragged. It may throw at the very end, so no record counts before that. What `stream` throws goes
 * through.
 */
export async function* csvRecords(
  stream: Readable,
  name: string,
  settings: FilesSettings,
): AsyncGenerator<RawRecord> {
  let columns: readonly string[] | undefined;
  let rows = 0;
  let ragged = 0;
  for await (const { record: cells, info } of csvRows(stream)) {
    if (columns === undefined) {
      columns = columnsOf(cells, settings.fields ?? []);
      continue;
    }
    rows += 1;
    if (cells.length !== columns.length) ragged += 1;
    yield csvRecord(columns, cells, `${name}:${info.lines}`);
  }
  if (columns === undefined) throw new Unreadable('unreadable', 'has no header line');
  if (rows > 0 && ragged === rows)
    throw new Unreadable('wrong-field-count', 'has no row with as many fields as its header');
}

/** The rows as the library cuts them. Whatever it throws is said of the data: only it and the stream are at work here. */
async function* csvRows(stream: Readable): AsyncGenerator<CsvRow> {
  const parser = parse({
    bom: true,
    info: true,
    relax_column_count: true,
    skip_empty_lines: true,
    max_record_size: MAX_ROW_BYTES,
  });
  let ofStream: unknown;
  stream.once('error', (error) => (ofStream = error));
  pipeline(stream, parser, () => undefined); // its error reaches the loop below through the parser
  try {
    yield* parser as AsyncIterable<CsvRow>;
  } catch (error) {
    if (error === ofStream) throw error;
    throw new Unreadable('unreadable', `is not CSV: ${faultOf(error)}`);
  } finally {
    stream.destroy();
  }
}

/** Code and line: the message of the error quotes the row (I10). */
function faultOf(error: unknown): string {
  const { code, lines } = error as Partial<CsvError>;
  const where = typeof lines === 'number' ? ` in line ${lines}` : '';
  return `${typeof code === 'string' ? code : 'the parser gave up'}${where}`;
}

function csvRecord(columns: readonly string[], cells: readonly string[], position: string): RawRecord {
  if (cells.length !== columns.length) {
    const message = `${cells.length} fields where the header has ${columns.length}`;
    return { raw: Buffer.from(JSON.stringify(cells)), position, fault: { code: 'ragged-row', message } };
  }
  const value = Object.fromEntries(columns.map((column, at) => [column, cells[at] ?? '']));
  return { raw: Buffer.from(JSON.stringify(value)), value, position };
}

/** The names of the columns. Real exports leave a column unnamed; it is called by its number, `#13`. */
function columnsOf(header: readonly string[], wanted: readonly string[]): readonly string[] {
  const columns = header.map((title, at) => (title.trim() === '' ? `#${at + 1}` : title));
  const names = new Set(columns);
  if (names.size < columns.length) throw new Unreadable('unreadable', 'has two columns of one name');
  const missing = wanted.filter((column) => !names.has(column));
  if (missing.length > 0)
    throw new Unreadable('column-gone', `has no column ${missing.join(', ')}`, missing[0]);
  return columns;
}
