import { FIRST_YEAR, LAST_YEAR } from './bank-holidays.js';
import { addDays, weekday } from './days.js';
import type { Division } from './divisions.js';
import { HOLIDAYS_VERSION, holidaysOf } from './proclaimed.js';

/** Which days count as working days. Days are ISO text. */
export interface WorkingCalendar {
  /** Name and version of what decides, as `england-and-wales 2026-11`. */
  readonly version: string;
  isWorkingDay(day: string): boolean;
}

/** A day outside the years that the calendar knows: a deadline cannot be counted there. */
export class UnknownYear extends Error {
  override readonly name = 'UnknownYear';
}

/** The law's: not Saturday, not Sunday, not a bank holiday of the division (Christmas Day and Good Friday are among them). */
export function lawCalendar(division: Division): WorkingCalendar {
  const holidays = new Set(holidaysOf(division));
  return {
    version: `${division} ${HOLIDAYS_VERSION}`,
    isWorkingDay: (day) => known(day) && weekday(day) < 6 && !holidays.has(day),
  };
}

/** How a landlord works, where that is not as the law counts. */
export interface LandlordDays {
  readonly division: Division;
  /** Further days on which nobody works, ISO. */
  readonly closures: readonly string[];
  readonly saturdays: boolean;
  /** Bank holidays are working days. */
  readonly bankHolidays: boolean;
}

/** The landlord's own: only for its own targets, never for a law. */
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

/** The `count`th working day after `day`; the day itself never counts. Negative: before it. Throws UnknownYear. */
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
