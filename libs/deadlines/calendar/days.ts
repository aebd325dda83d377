import { DateTime } from 'luxon';

/** All laws and landlords here live by this clock; a change of the clocks makes a day of 23 or 25 hours. */
const ZONE = 'Europe/London';

/** The London day (ISO, `2026-03-29`) of an instant. */
export const dayOf = (instant: string): string => inLondon(instant).toFormat('yyyy-MM-dd');

/** The first instant of a London day, ISO in UTC. */
export const startOf = (day: string): string => iso(DateTime.fromISO(day, { zone: ZONE }).startOf('day'));

/** The last instant of a London day, ISO in UTC: what is done on the last day is done in time. */
export const endOf = (day: string): string => iso(DateTime.fromISO(day, { zone: ZONE }).endOf('day'));

/** 1 Monday … 7 Sunday. */
export const weekday = (day: string): number => DateTime.fromISO(day, { zone: 'utc' }).weekday;

export const addDays = (day: string, days: number): string => shifted(day, { days });

/** The same day of a later month, or the last one where that month is shorter. */
export const addMonths = (day: string, months: number): string => shifted(day, { months });

/** Real hours, whatever the clocks do meanwhile. Negative ones go back. */
export const addHours = (instant: string, hours: number): string =>
  new Date(Date.parse(instant) + hours * 3_600_000).toISOString();

const shifted = (day: string, by: { readonly days: number } | { readonly months: number }): string =>
  DateTime.fromISO(day, { zone: 'utc' }).plus(by).toFormat('yyyy-MM-dd');

const inLondon = (instant: string): DateTime => DateTime.fromISO(instant, { zone: ZONE });
const iso = (time: DateTime): string => time.toJSDate().toISOString();
