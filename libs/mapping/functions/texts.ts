import { RecordError } from '#libs/model/errors.js';
import { textOf } from '../text.js';

/** Zeros in front of a text that is shorter than `length`. */
export function pad(value: unknown, length: unknown): string | undefined {
  const text = textOf(value);
  if (typeof length !== 'number') throw new RecordError('bad-number', '$pad needs a length.');
  return text?.padStart(length, '0');
}

/** A Unique Property Reference Number: leading zeros go, 1 to 12 digits stay; zeros only are none at all. */
export function uprn(value: unknown): string | undefined {
  const text = textOf(value);
  if (text === undefined) return undefined;
  const digits = text.replace(/^0+/, '');
  if (!/^\d{0,12}$/.test(digits))
    throw new RecordError('bad-uprn', 'The text is not a UPRN of 1 to 12 digits.');
  return digits || undefined;
}

/** Always a list: nothing is the empty one, a single value a list of one. */
export function asList(value: unknown): readonly unknown[] {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? [...(value as readonly unknown[])] : [value];
}

const TRUE = ['t', 'true', '1', 'y', 'yes'];
const FALSE = ['f', 'false', '0', 'n', 'no'];

/** True or false as systems write it: t/f, true/false, 1/0, y/n, yes/no. RecordError `bad-flag` for anything else. */
export function flag(value: unknown): boolean | undefined {
  const text = textOf(value)?.toLowerCase();
  if (text === undefined) return undefined;
  if (TRUE.includes(text)) return true;
  if (FALSE.includes(text)) return false;
  throw new RecordError('bad-flag', 'The text is neither a yes nor a no.');
}
