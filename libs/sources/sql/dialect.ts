import type { JsonObject } from '#libs/model/json.js';

/** Hex of bytes that the database holds as text and cannot turn into Unicode itself. */
export interface Undecoded extends JsonObject {
  readonly bytes: string;
}
/** A value that is there: the database's own text (I8). */
export type Value = string | Undecoded;
/** Null is null. */
export type Cell = Value | null;
export type SqlRow = readonly Cell[];
/** Watermark first, then the key columns: where a reader stands. */
export type Tuple = readonly Value[];

/** What is wanted of a table, in one snapshot. */
export type PageRequest =
  /** The first read: rows that fit the condition, below `below` (absent: below the fence of this very snapshot). */
  | { readonly part: 'backfill'; readonly below?: string; readonly after?: Tuple }
  /** Rows without a watermark, by key. */
  | { readonly part: 'unstamped'; readonly conditioned: boolean; readonly after?: readonly Value[] }
  /** Every row from a watermark on, or after a tuple, below the fence. */
  | { readonly part: 'live'; readonly from: string }
  | { readonly part: 'live'; readonly after: Tuple };

export interface Page {
  /** Nothing below it is open or will be written. Taken in the snapshot of the rows. */
  readonly fence: string;
  /** Who holds the fence back, where somebody does and the database can tell. */
  readonly heldBy?: string;
  /** Tells one database from another, where the database says. */
  readonly cluster?: string;
  /** There are watermarks that this database cannot have given yet: its content comes from another, and they would never be read. */
  readonly ahead: boolean;
  /** The watermark column can be null. */
  readonly nullable: boolean;
  /** In the order of (watermark, key), each row in the order of `columns`. */
  readonly rows: readonly SqlRow[];
  /** How many rows the page could hold: fewer than were asked for where one further on cannot be decoded. Such a row comes alone. */
  readonly limit: number;
}

/**
 * What differs from one database product to the next. The SQL source is the only caller and makes one call at a time. Throws
 * TransientError and ConfigError as a source does.
 */
export interface SqlDialect {
  /** The columns of a row: those of the settings in order, then key and watermark where they are not among them. */
  readonly columns: readonly string[];
  /**
   * At most `limit` rows of one snapshot, with the fence of that same snapshot: a transaction that is open then has all its rows above
   * the fence. Reads in a read-only transaction that has ended when it returns. When the signal aborts the connection is cut and the
   * signal's reason thrown; the next call connects anew.
   */
  page(request: PageRequest, limit: number, signal: AbortSignal): Promise<Page>;
  /** Compares two watermarks as their kind says, never as text (I4). Pure. */
  isBelow(watermark: string, other: string): boolean;
  close(): Promise<void>;
}

/** Fields, then key and watermark columns that are not listed. */
export function columnsOf(settings: {
  readonly fields: readonly string[];
  readonly key: readonly string[];
  readonly watermark: { readonly column: string };
}): readonly string[] {
  return [...new Set([...settings.fields, ...settings.key, settings.watermark.column])];
}
