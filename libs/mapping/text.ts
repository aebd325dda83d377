import { RecordError } from '#libs/model/errors.js';
import { isObject } from '#libs/model/json.js';
import { Decimal } from 'decimal.js';

/**
 * The text of one value: text trimmed, a number as its decimal text, an XML element with attributes as its `#text`.
 * Nothing, `null` and empty text are `undefined`. Throws RecordError `not-one-value` for lists and objects.
 */
export function textOf(value: unknown): string | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'string') return value.trim() || undefined;
  if (typeof value === 'number') return new Decimal(value).toFixed();
  if (typeof value === 'boolean') return String(value);
  if (isObject(value) && !isObject(value['#text'])) {
    if (value['#text'] !== undefined) return textOf(value['#text']);
    if (Object.keys(value).every((name) => name.startsWith('@'))) return undefined;
  }
  throw new RecordError('not-one-value', 'A single value is needed here, not a list or an object.');
}

/** U+0000 or half of a surrogate pair, which PostgreSQL refuses (I11). */
export const hasBadCharacter = (text: string): boolean => text.includes('\0') || !text.isWellFormed();
