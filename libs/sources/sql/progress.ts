import type { Page, PageRequest, SqlRow, Tuple, Value } from './dialect.js';
import type { SqlOffset } from './offset.js';

/**
 * A table is read in three phases:
 * 1. *backfill*: rows below `until`, the fence of the first read, that fit the stream's backfill condition.
 * 2. *unstamped*, only where the watermark can be null: rows without one, by key, each once, as faults.
 * 3. *live*: every row from `until` on, whatever its age, after `last`, the last row that was handed over. Never after a fence: a row that
 *    commits late has a watermark above `last` and below a later fence, so it comes with a later page.
 * While live, when no other row came, rows without a watermark are asked for again, above the last such key. Those below it may have been
 * handed over; nothing tells. A row that gets its watermark comes like any other.
 */
export function requestFor(from: SqlOffset | undefined): PageRequest {
  if (from === undefined) return { part: 'backfill' };
  switch (from.phase) {
    case 'backfill':
      return { part: 'backfill', below: from.until, ...(from.last && { after: from.last }) };
    case 'unstamped':
      return { part: 'unstamped', conditioned: true, ...(from.unstamped && { after: from.unstamped }) };
    case 'live':
      return from.last === undefined
        ? { part: 'live', from: from.until }
        : { part: 'live', after: from.last };
    default:
      return from.phase satisfies never;
  }
}

/** Where in a row its watermark and its key columns stand. */
export interface Places {
  readonly watermark: number;
  readonly key: readonly number[];
}

/** The offset after a page that `request` asked for. `at`: where in a row its watermark and key stand. Pure. */
export function offsetAfter(
  from: SqlOffset | undefined,
  request: PageRequest,
  page: Page,
  at: Places,
): SqlOffset {
  const final = page.rows.at(-1);
  const full = page.rows.length >= page.limit;
  const key = final === undefined ? undefined : at.key.map((index) => text(final, index));
  const cluster = page.cluster ?? from?.cluster;
  const base = {
    until: from?.until ?? page.fence,
    read: (from?.read ?? 0) + page.rows.length,
    ...(cluster === undefined ? {} : { cluster }),
  };
  const unstamped = request.part === 'unstamped' ? (key ?? from?.unstamped) : from?.unstamped;
  const lastUnstamped = unstamped === undefined ? {} : { unstamped };
  switch (request.part) {
    case 'backfill':
      if (full) return { ...base, phase: 'backfill', ...lastRow(tupleOfLast(page, at)) };
      return { ...base, phase: page.nullable ? 'unstamped' : 'live' };
    case 'unstamped':
      if (from?.phase === 'live') return { ...base, phase: 'live', ...lastRow(from.last), ...lastUnstamped };
      return { ...base, phase: full ? 'unstamped' : 'live', ...lastUnstamped };
    case 'live':
      return { ...base, phase: 'live', ...lastRow(tupleOfLast(page, at) ?? from?.last), ...lastUnstamped };
    default:
      return request satisfies never;
  }
}

function tupleOfLast({ rows }: Page, at: Places): Tuple | undefined {
  const row = rows.at(-1);
  return row === undefined ? undefined : [at.watermark, ...at.key].map((index) => text(row, index));
}

const lastRow = (tuple: Tuple | undefined): { readonly last?: Tuple } =>
  tuple === undefined ? {} : { last: tuple };

/** A dialect never hands over a row with a null key, nor one with a null watermark outside its own part. */
function text(row: SqlRow, index: number): Value {
  const cell = row[index];
  if (cell === undefined || cell === null) throw new Error('a row without key or watermark in a page');
  return cell;
}
