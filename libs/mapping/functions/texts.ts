import { RecordError } from '#libs/model/errors.js';
import { textOf } from '../text.js';

/** `$pad(value, length)`: the text with zeros put in front of it up to `length`. Throws RecordError `bad-number` where the length is no number. */
export function pad(value: unknown, length: unknown): string | undefined {
  const text = textOf(value);
  if (typeof length !== 'number') throw new RecordError('bad-number', '$pad needs a length.');
  return text?.padStart(length, '0');
}

/**
 * `$uprn(value)`: a Unique Property Reference Number, 1 to 12 digits without leading zeros. Undefined for no value and for zeros only. Throws
 * RecordError `bad-uprn` for anything else.
 */
export function uprn(value: unknown): string | undefined {
  const text = textOf(value);
  if (text === undefined) return undefined;
  const digits = text.replace(/^0+/, '');
  if (!/^\d{0,12}$/.test(digits))
    throw new RecordError('bad-uprn', 'The text is not a UPRN of 1 to 12 digits.');
  return digits || undefined;
}

/** `$list(value)`: always a list. No value gives the empty list, a single value a list of one. */
export function asList(value: unknown): readonly unknown[] {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? [...(value as readonly unknown[])] : [value];
}

const TRUE = ['t', 'true', '1', 'y', 'yes'];
const FALSE = ['f', 'false', '0', 'n', 'no'];

/**
 * `$flag(value)`: true or false as systems write it: t/f, true/false, 1/0, y/n, yes/no, in either case. Undefined for no value. Throws
 * RecordError `bad-flag` for anything else.
 */
export function flag(value: unknown): boolean | undefined {
  const text = textOf(value)?.toLowerCase();
  if (text === undefined) return undefined;
  if (TRUE.includes(text)) return true;
  if (FALSE.includes(text)) return false;
  throw new RecordError('bad-flag', 'The text is neither a yes nor a no.');
}
