import type { SqlSettings } from '../settings.js';
import type { PageRequest, Value } from '../dialect.js';

export interface Statement {
  readonly text: string;
  readonly values: readonly string[];
}

export const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;
export const quotedTable = (from: string): string => from.split('.').map(quoted).join('.');

/** A column as the bytes of its text, in hex. `format` keeps the blanks of a `char(10)`, which a cast to text drops. */
export const asHex = (column: string): string =>
  `encode(convert_to(format('%s', ${quoted(column)}), getdatabaseencoding()), 'hex')`;

/**
 * One page; `read` says how a column is read. The order is that of an index on (watermark, key), so that a page costs what it holds and never a sort of the
 * table. Compares whole tuples: several rows share a watermark after a bulk update.
 */
export function pageStatement(
  settings: SqlSettings,
  columns: readonly string[],
  request: PageRequest,
  fence: string,
  limit: number,
  read: (column: string) => string = quoted,
): Statement {
  const values: string[] = [];
  const bind = (value: Value, cast = ''): string =>
    typeof value === 'string'
      ? `$${values.push(value)}${cast}`
      : `convert_from(decode($${values.push(value.bytes)}, 'hex'), getdatabaseencoding())`;
  const watermark = quoted(settings.watermark.column);
  const keys = settings.key.map(quoted);
  const afterTuple = ([mark = '', ...key]: readonly Value[]): string =>
    `(${[watermark, ...keys].join(', ')}) > (${[bind(mark, '::xid8'), ...key.map((part) => bind(part))].join(', ')})`;
  const afterKey = (key: readonly Value[]): string =>
    `(${keys.join(', ')}) > (${key.map((part) => bind(part)).join(', ')})`;

  const where: string[] = [];
  switch (request.part) {
    case 'backfill':
      where.push(`${watermark} < ${bind(request.below ?? fence, '::xid8')}`);
      if (request.after !== undefined) where.push(afterTuple(request.after));
      where.push(...condition(settings));
      break;
    case 'unstamped':
      where.push(`${watermark} is null`);
      if (request.after !== undefined) where.push(afterKey(request.after));
      if (request.conditioned) where.push(...condition(settings));
      break;
    case 'live':
      where.push(`${watermark} < ${bind(fence, '::xid8')}`);
      where.push(
        'after' in request ? afterTuple(request.after) : `${watermark} >= ${bind(request.from, '::xid8')}`,
      );
      break;
  }
  const order = request.part === 'unstamped' ? keys : [watermark, ...keys];
  const text = [
    `select ${columns.map(read).join(', ')} from ${quotedTable(settings.from)}`,
    `where ${where.join(' and ')}`,
    `order by ${order.join(', ')} limit ${limit}`,
  ].join(' ');
  return { text, values };
}

/** On lines of its own, so that a comment at its end does not swallow the rest. */
const condition = ({ backfill }: SqlSettings): readonly string[] =>
  backfill === undefined ? [] : [`(\n${backfill}\n)`];
