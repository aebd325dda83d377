import { RecordError } from '#libs/model/errors.js';
import type { JsonObject } from '#libs/model/json.js';
import { DateTime } from 'luxon';
import { textOf } from '../text.js';
import { instantOf, isZone, wallIn } from './zone.js';

/** How the dates of a stream are read. */
export interface DateRules {
  /** IANA zone of times without an offset. */
  readonly timezone?: string;
  /** Luxon formats beside ISO 8601. A format is stated, never guessed (I7). */
  readonly dates?: readonly string[];
}

/** A time as a text gives it: what a clock on the wall shows, and the offset where the text names one. */
interface Reading {
  /** Epoch milliseconds of the wall clock as if it stood in UTC. */
  readonly wall: number;
  /** Up to nine digits after the second. */
  readonly fraction: string;
  /** Milliseconds east of UTC. */
  readonly offset?: number;
}

const ISO =
  /^(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?(?: ?(Z|[+-]\d\d(?::?\d\d)?))?$/;
/** XML Schema lets a day carry a zone, which does not move it. */
const ISO_DAY = /^(\d{4}-\d\d-\d\d)(?:Z|[+-]\d\d:\d\d)?$/;

/**
 * `$instant(value, hints…)`: `{ at, text, zone? }`. `at` is ISO 8601 in UTC, `text` what came, `zone` the IANA zone that was needed. A
 * hint is a zone or a format, and goes before the stream's own. Undefined for no value. Throws RecordError `bad-date` where no stated
 * format fits, `no-zone` where the time has no offset and no zone is known.
 */
export function instant(
  rules: DateRules,
  value: unknown,
  ...hints: readonly unknown[]
): JsonObject | undefined {
  const text = textOf(value);
  if (text === undefined) return undefined;
  const { formats, zone } = formatsAndZone(rules, hints);
  const reading = readIso(text) ?? readFormats(text, formats);
  if (!reading) throw new RecordError('bad-date', 'The text is not a time in a stated format.');
  if (reading.offset !== undefined)
    return { at: utcText(reading.wall - reading.offset, reading.fraction), text };
  if (zone === undefined)
    throw new RecordError('no-zone', 'The time has no offset, and the stream no timezone.');
  return { at: utcText(instantOf(reading.wall, zone), reading.fraction), text, zone };
}

/**
 * `$date(value, hints…)`: the calendar day, as `YYYY-MM-DD`. A day, or a time without an offset, is the day that the text names. A time
 * with an offset is an instant: its day is the one in the zone of the hint or of the stream, for a system that writes a day of London as
 * `2026-07-17T23:00:00Z` means the 18th. Undefined for no value. Throws RecordError `bad-date`, and `no-zone` for an instant where no zone
 * is known.
 */
export function date(rules: DateRules, value: unknown, ...hints: readonly unknown[]): string | undefined {
  const text = textOf(value);
  if (text === undefined) return undefined;
  const { formats, zone } = formatsAndZone(rules, hints);
  const [, day] = ISO_DAY.exec(text) ?? [];
  if (day !== undefined && wallOfDate(day) !== undefined) return day;
  const reading = readIso(text) ?? readFormats(text, formats);
  if (!reading) throw new RecordError('bad-date', 'The text is not a date in a stated format.');
  if (reading.offset === undefined) return dayText(reading.wall);
  if (zone === undefined)
    throw new RecordError(
      'no-zone',
      'The time is an instant, and the stream has no timezone to tell its day.',
    );
  return dayText(wallIn(reading.wall - reading.offset, zone));
}

/** A hint is a zone where such a zone exists, else a format. */
function formatsAndZone(rules: DateRules, hints: readonly unknown[]) {
  const words = hints.flatMap((hint) => (typeof hint === 'string' ? [hint] : []));
  const stated = words.filter((word) => !isZone(word));
  return {
    formats: stated.length > 0 ? stated : (rules.dates ?? []),
    zone: words.find(isZone) ?? rules.timezone,
  };
}

function readIso(text: string): Reading | undefined {
  const match = ISO.exec(text);
  if (!match) return undefined;
  const [, year, month, day, hour, minute, second = '00', fraction = '', zone] = match;
  const wall = wallOfDate(`${year}-${month}-${day}`);
  const clock = [Number(hour), Number(minute), Number(second)] as const;
  if (wall === undefined || clock[0] > 23 || clock[1] > 59 || clock[2] > 59) return undefined;
  const wallOfTime = wall + ((clock[0] * 60 + clock[1]) * 60 + clock[2]) * 1000;
  return zone === undefined
    ? { wall: wallOfTime, fraction }
    : { wall: wallOfTime, fraction, offset: offsetOf(zone) };
}

/** Undefined for a day that the calendar does not have, as 31 February. */
function wallOfDate(iso: string): number | undefined {
  const wall = Date.parse(`${iso}T00:00:00Z`);
  return Number.isNaN(wall) || new Date(wall).toISOString().slice(0, 10) !== iso ? undefined : wall;
}

function offsetOf(zone: string): number {
  if (zone === 'Z') return 0;
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(3).replace(':', '') || 0);
  return (zone.startsWith('-') ? -minutes : minutes) * 60_000;
}

function readFormats(text: string, formats: readonly string[]): Reading | undefined {
  for (const format of formats) {
    const parsed = DateTime.fromFormat(text, format, { zone: 'utc', locale: 'en-US', setZone: true });
    if (!parsed.isValid) continue;
    const fraction = parsed.millisecond === 0 ? '' : String(parsed.millisecond).padStart(3, '0');
    const formatHasOffset = /[Zz]/.test(format.replace(/'[^']*'/g, ''));
    const offset = parsed.offset * 60_000;
    const wall = Math.floor((parsed.toMillis() + offset) / 1000) * 1000;
    return formatHasOffset ? { wall, fraction, offset } : { wall, fraction };
  }
  return undefined;
}

function dayText(wall: number): string {
  const day = new Date(wall);
  if (Number.isNaN(day.getTime()) || day.getUTCFullYear() < 0 || day.getUTCFullYear() > 9999)
    throw new RecordError('bad-date', 'The time is outside the years 0 to 9999.');
  return day.toISOString().slice(0, 10);
}

function utcText(time: number, fraction: string): string {
  const digits = fraction.replace(/0+$/, '');
  const instantDate = new Date(time);
  if (
    Number.isNaN(instantDate.getTime()) ||
    instantDate.getUTCFullYear() < 0 ||
    instantDate.getUTCFullYear() > 9999
  ) {
    throw new RecordError('bad-date', 'The time is outside the years 0 to 9999.');
  }
  return `${instantDate.toISOString().slice(0, 19)}${digits === '' ? '' : `.${digits}`}Z`;
}
