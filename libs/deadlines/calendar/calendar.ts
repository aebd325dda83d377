import { FIRST_YEAR, LAST_YEAR } from './bank-holidays.js';
import { addDays, weekday } from './days.js';
import type { Division } from './divisions.js';
import { HOLIDAYS_VERSION, holidaysOf } from './proclaimed.js';

/** Says which days are working days. Days are ISO text (`2026-03-29`). */
export interface WorkingCalendar {
  /** Name and version of the list of days that decides: `england-and-wales 2026-11+0`. It is published with a deadline. */
  readonly version: string;
  /** Throws UnknownYear outside the years that the list covers. */
  isWorkingDay(day: string): boolean;
}

/** A calendar throws it for a day outside the years that it covers: no deadline can be counted there. */
export class UnknownYear extends Error {
  override readonly name = 'UnknownYear';
}

/**
 * The calendar of laws: neither a weekend nor a bank holiday of the division is a working day. Christmas Day and Good Friday are bank
 * holidays.
 */
export function lawCalendar(division: Division): WorkingCalendar {
  const holidays = new Set(holidaysOf(division));
  return {
    version: `${division} ${HOLIDAYS_VERSION}`,
    isWorkingDay: (day) => known(day) && weekday(day) < 6 && !holidays.has(day),
  };
}

/** The days on which a landlord works, as far as they differ from the law's. */
export interface LandlordDays {
  readonly division: Division;
  /** Further days without work, ISO. */
  readonly closures: readonly string[];
  /** Saturdays are working days. */
  readonly saturdays: boolean;
  /** Bank holidays are working days. */
  readonly bankHolidays: boolean;
}

/** The calendar of a landlord, for its own targets and never for a law. */
export function landlordCalendar({
  division,
  closures,
  saturdays,
  bankHolidays,
}: LandlordDays): WorkingCalendar {
  const closed = new Set(closures);
  const holidays = new Set(bankHolidays ? [] : holidaysOf(division));
  const lastWeekday = saturdays ? 6 : 5;
  const own = [
    closures.length === 0 ? '' : ` less ${closures.length} days`,
    saturdays ? ' and saturdays' : '',
    bankHolidays ? ' and bank holidays' : '',
  ];
  return {
    version: `landlord: ${division} ${HOLIDAYS_VERSION}${own.join('')}`,
    isWorkingDay: (day) =>
      known(day) && weekday(day) <= lastWeekday && !holidays.has(day) && !closed.has(day),
  };
}

/** The working day that is `count` working days after `day`, which itself never counts. A negative count goes back. Throws UnknownYear. */
export function workingDay(calendar: WorkingCalendar, day: string, count: number): string {
  const step = Math.sign(count);
  let at = day;
  for (let left = Math.abs(count); left > 0;) {
    at = addDays(at, step);
    if (calendar.isWorkingDay(at)) left -= 1;
  }
  return at;
}

function known(day: string): boolean {
  const year = Number(day.slice(0, 4));
  if (year >= FIRST_YEAR && year <= LAST_YEAR) return true;
  throw new UnknownYear(`Bank holidays are known from ${FIRST_YEAR} to ${LAST_YEAR}.`);
}
