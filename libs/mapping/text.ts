import { RecordError } from '#libs/model/errors.js';
import { isObject } from '#libs/model/json.js';
import { Decimal } from 'decimal.js';

/**
 * The text of one value: text is trimmed, a number is decimal text, an XML element with attributes is its `#text`. Undefined for
 * no value, `null`, empty text and an element with attributes only. Throws RecordError `not-one-value` for lists and other objects.
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

/** Tells whether a text holds U+0000 or half of a surrogate pair, which PostgreSQL refuses (I11). */
export const hasBadCharacter = (text: string): boolean => text.includes('\0') || !text.isWellFormed();
