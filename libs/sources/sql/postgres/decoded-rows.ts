import type { Cell, Page } from '../dialect.js';
import type { RunQuery, TextRow } from './connection.js';
import { Undecodable } from './errors.js';
import { asHex, type Statement } from './statements.js';

/** Each try is so much smaller: 500 rows are down to one in five. */
const SMALLER = 4;

/** The statement of a page: of these columns, of so many rows, each column read in this way. */
type PageOf = (columns: readonly string[], limit: number, read?: (column: string) => string) => Statement;

/**
 * The rows of a page. Where the server cannot decode one of them it refuses the whole page (a byte above 127 in SQL_ASCII, 0x81 in
 * WIN1252): then a smaller page is asked for, until it ends before that row. Where it begins with that row, the row comes alone, and what cannot be
 * decoded of it comes as bytes (I11). All in the snapshot of the transaction.
 */
export async function decodedRows(
  ask: RunQuery,
  pageOf: PageOf,
  columns: readonly string[],
  limit: number,
): Promise<Pick<Page, 'rows' | 'limit'>> {
  for (let most = limit; ; most = Math.ceil(most / SMALLER)) {
    const rows = await tried(ask, pageOf(columns, most));
    if (rows !== undefined) return { rows, limit: most };
    if (most > 1) continue;
    const row: Cell[] = [];
    for (const column of columns) row.push(await cellOf(ask, pageOf, column));
    return { rows: [row], limit: 1 };
  }
}

async function cellOf(ask: RunQuery, pageOf: PageOf, column: string): Promise<Cell> {
  const text = await tried(ask, pageOf([column], 1));
  if (text !== undefined) return text[0]?.[0] ?? null;
  const { text: statement, values } = pageOf([column], 1, asHex);
  const [[bytes] = []] = await ask(statement, values);
  return { bytes: bytes ?? '' };
}

/** Undefined: the server cannot decode what is asked for. */
async function tried(ask: RunQuery, { text, values }: Statement): Promise<readonly TextRow[] | undefined> {
  await ask('savepoint decoding');
  try {
    return await ask(text, values);
  } catch (error) {
    if (!(error instanceof Undecodable)) throw error;
    await ask('rollback to savepoint decoding');
    return undefined;
  }
}
