import { DateTime } from 'luxon';

/** The clock of every law and landlord here. A change of the clocks makes a day of 23 or 25 hours. */
const ZONE = 'Europe/London';

/** The day in London (`2026-03-29`) of an instant (ISO). */
export const dayOf = (instant: string): string => inLondon(instant).toFormat('yyyy-MM-dd');

/** The first instant of a day in London, ISO in UTC. */
export const startOf = (day: string): string => iso(DateTime.fromISO(day, { zone: ZONE }).startOf('day'));

/** The last instant of a day in London, ISO in UTC. What is done on the last day is done in time. */
export const endOf = (day: string): string => iso(DateTime.fromISO(day, { zone: ZONE }).endOf('day'));

/** The weekday of a day: 1 is Monday, 7 is Sunday. */
export const weekday = (day: string): number => DateTime.fromISO(day, { zone: 'utc' }).weekday;

/** The day so many days later, or earlier where negative. */
export const addDays = (day: string, days: number): string => shifted(day, { days });

/** The same day so many months later, or the last day of that month where the month is shorter. */
export const addMonths = (day: string, months: number): string => shifted(day, { months });

/** The instant so many real hours later, whatever the clocks do meanwhile; earlier where negative. ISO in UTC. */
export const addHours = (instant: string, hours: number): string =>
  new Date(Date.parse(instant) + hours * 3_600_000).toISOString();

const shifted = (day: string, by: { readonly days: number } | { readonly months: number }): string =>
  DateTime.fromISO(day, { zone: 'utc' }).plus(by).toFormat('yyyy-MM-dd');

const inLondon = (instant: string): DateTime => DateTime.fromISO(instant, { zone: ZONE });
const iso = (time: DateTime): string => time.toJSDate().toISOString();
