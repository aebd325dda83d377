import { addDays, addHours, addMonths, dayOf, endOf, startOf } from './calendar/days.js';
import { workingDay, type WorkingCalendar } from './calendar/calendar.js';

/** How long there is. Hours run on through nights and weekends; days end at midnight in London. */
export type Limit =
  | { readonly hours: number }
  | { readonly workingDays: number }
  | { readonly calendarDays: number }
  | { readonly weeks: number }
  | { readonly months: number };

/** `at-once`: hours run from the trigger. Else the day of the trigger is day 0, and this is day 1. */
export const FIRST_COUNTED = ['at-once', 'next-working-day', 'next-day'] as const;
export type FirstCounted = (typeof FIRST_COUNTED)[number];

/** When the time is up: the last instant that is still in time, ISO in UTC. Throws UnknownYear. */
export function dueAt(trigger: string, limit: Limit, calendar: WorkingCalendar): string {
  if ('hours' in limit) return addHours(trigger, limit.hours);
  const day = dayOf(trigger);
  if ('workingDays' in limit) return endOf(workingDay(calendar, day, limit.workingDays));
  if ('calendarDays' in limit) return endOf(addDays(day, limit.calendarDays));
  if ('weeks' in limit) return endOf(addDays(day, 7 * limit.weeks));
  return endOf(addMonths(day, limit.months));
}

/** How long before it is due a deadline is called near. */
export type Near = { readonly hours: number } | { readonly workingDays: number };

/**
 * Of a limit in hours the last fifth; of one in days from the working day before the last, so that a day of work is left; of a single
 * working day the last day alone, else it would be near from the start.
 */
function defaultNear(limit: Limit): Near {
  if ('hours' in limit) return { hours: limit.hours / 5 };
  return { workingDays: 'workingDays' in limit && limit.workingDays === 1 ? 0 : 1 };
}

/** From when a deadline is near, never before its trigger. Throws UnknownYear. */
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
