import { addDays, addHours, addMonths, dayOf, endOf, startOf } from './calendar/days.js';
import { workingDay, type WorkingCalendar } from './calendar/calendar.js';

/** How much time a rule gives. Hours run on through nights and weekends; days end at midnight in London. */
export type Limit =
  | { readonly hours: number }
  | { readonly workingDays: number }
  | { readonly calendarDays: number }
  | { readonly weeks: number }
  | { readonly months: number };

/** What is counted first. `at-once`: hours run from the trigger. Else the day of the trigger is day 0, and this day is day 1. */
export const FIRST_COUNTED = ['at-once', 'next-working-day', 'next-day'] as const;
/** One of FIRST_COUNTED. */
export type FirstCounted = (typeof FIRST_COUNTED)[number];

/** The last instant that is still in time, ISO in UTC. `trigger` is one too. Throws UnknownYear where the calendar ends before it. */
export function dueAt(trigger: string, limit: Limit, calendar: WorkingCalendar): string {
  if ('hours' in limit) return addHours(trigger, limit.hours);
  const day = dayOf(trigger);
  if ('workingDays' in limit) return endOf(workingDay(calendar, day, limit.workingDays));
  if ('calendarDays' in limit) return endOf(addDays(day, limit.calendarDays));
  if ('weeks' in limit) return endOf(addDays(day, 7 * limit.weeks));
  return endOf(addMonths(day, limit.months));
}

/**
 * The only day that can be counted first under a limit: hours run from the trigger, working days begin with the next working day, other days
 * with the next day. A rule states it because its law does; a rule that states another one was misread.
 */
export const firstCountedUnder = (limit: Limit): FirstCounted =>
  'hours' in limit ? 'at-once' : 'workingDays' in limit ? 'next-working-day' : 'next-day';

/** How long before its due moment a deadline is near. */
export type Near = { readonly hours: number } | { readonly workingDays: number };

/**
 * A limit in hours is near in its last fifth. A limit in days is near from the working day before the last, so that a day of work is
 * left. A limit of one working day is near on that day alone; otherwise it would be near from the start.
 */
function defaultNear(limit: Limit): Near {
  if ('hours' in limit) return { hours: limit.hours / 5 };
  return { workingDays: 'workingDays' in limit && limit.workingDays === 1 ? 0 : 1 };
}

/** Since when a deadline is near, ISO in UTC; never before its trigger. Throws UnknownYear where the calendar begins after it. */
export function nearAt(
  trigger: string,
  due: string,
  limit: Limit,
  calendar: WorkingCalendar,
  near: Near = defaultNear(limit),
): string {
  const at =
    'hours' in near
      ? addHours(due, -near.hours)
      : startOf(workingDay(calendar, dayOf(due), -near.workingDays));
  return at < trigger ? trigger : at;
}
