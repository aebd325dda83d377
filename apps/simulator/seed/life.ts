import { ORDER, type Priority } from '../housing/codes.js';
import { DAY, HOUR, MINUTE, addWeekdays, outOfTheOddHour, toTheMinute, type Wall } from '../london.js';
import type { Random } from '../random.js';

/** What became of an order until now. `undefined`: has not happened. */
export interface Life {
  readonly status: string;
  readonly issued: Wall | undefined;
  readonly attended: Wall | undefined;
  /** The work was done. */
  readonly done: Wall | undefined;
  /** Finance was done with it. */
  readonly paid: Wall | undefined;
  readonly cancelled: Wall | undefined;
}

/** The housing system counts weekdays, knows no bank holiday and cuts the due time to the minute. */
export function dueDate(created: Wall, priority: Priority): Wall {
  switch (priority) {
    case 'I':
      return toTheMinute(outOfTheOddHour(created + 2 * HOUR));
    case 'E':
      return toTheMinute(outOfTheOddHour(created + DAY));
    case 'U':
      return toTheMinute(addWeekdays(created, 5));
    case 'N':
      return toTheMinute(addWeekdays(created, 21));
    case 'P':
      return toTheMinute(addWeekdays(created, 60));
    case 'L':
      return toTheMinute(addWeekdays(created, 100));
    default:
      return priority satisfies never;
  }
}

const NOTHING = { attended: undefined, done: undefined, paid: undefined, cancelled: undefined };

/** Young orders are mostly open, old ones mostly closed; some are held, locked or cancelled. */
export function lifeOf(r: Random, created: Wall, due: Wall, now: Wall): Life {
  const issued = outOfTheOddHour(created + r.int(1, 90) * MINUTE);
  const done = outOfTheOddHour(
    created + Math.round((due - created) * (0.1 + r.next() * 1.3)) + r.int(0, 59_999),
  );
  const fate = r.weighted([
    ['done', 86],
    ['cancelled', 7],
    ['held', 3],
    ['locked', 2],
    ['open', 2],
  ] as const);
  if (fate === 'cancelled' && done < now)
    return { ...NOTHING, status: ORDER.cancelled, issued, cancelled: done };
  if (fate === 'held') return { ...NOTHING, status: r.pick([ORDER.hold, ORDER.held]), issued };
  if (fate === 'locked') return { ...NOTHING, status: ORDER.locked, issued: undefined };
  if (fate === 'open' || done >= now)
    return { ...NOTHING, status: ORDER.open, issued: issued < now ? issued : undefined };
  const paid = outOfTheOddHour(done + r.int(7, 40) * DAY);
  const attended = outOfTheOddHour(Math.max(created, done - r.int(15, 180) * MINUTE));
  const status = r.weighted([
    [ORDER.closed, 85],
    ['500', 6],
    ['600', 4],
    ['900', 5],
  ] as const);
  return { status, issued, attended, done, paid: paid < now ? paid : undefined, cancelled: undefined };
}

/** Out of hours: the work was done first and ordered the next working day. */
export function outOfHours(r: Random, created: Wall, now: Wall): Life {
  const done = outOfTheOddHour(created - r.int(3, 14) * HOUR);
  const paid = outOfTheOddHour(created + r.int(7, 30) * DAY);
  return {
    status: ORDER.closed,
    issued: created,
    attended: outOfTheOddHour(done - r.int(20, 120) * MINUTE),
    done,
    paid: paid < now ? paid : undefined,
    cancelled: undefined,
  };
}
