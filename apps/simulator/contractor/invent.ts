import { JOBS } from '../housing/codes.js';
import { comment, personName } from '../invented.js';
import {
  DAY,
  HOUR,
  MINUTE,
  addWeekdays,
  instantOf,
  outOfTheOddHour,
  startOfDay,
  xmlText,
  type Wall,
} from '../london.js';
import type { Random } from '../random.js';
import type { Numbers } from '../seed/numbers.js';
import type { Order } from '../seed/order.js';
import { slotOn } from '../seed/visit.js';
import type { Booking } from './booking.js';
import type { StatusUpdate } from './status-update.js';

/** One booking in all the versions it ever had, oldest first. */
export function inventBooking(
  r: Random,
  numbers: Numbers,
  order: Order,
  now: Wall,
  versions: number,
): Booking[] {
  const bookingId = numbers.booking();
  const first = Math.min(outOfTheOddHour(order.created + r.int(2, 240) * MINUTE), now);
  return Array.from({ length: versions }, (_, n) => {
    const changed = outOfTheOddHour(first + n * (r.int(4, 40) * HOUR + 1000));
    const day =
      order.life.done !== undefined && n === versions - 1
        ? order.life.done
        : addWeekdays(changed, r.int(1, 9));
    return bookingOf(r, order, bookingId, changed, slotOn(r, day), n === 0 ? 'FIRST' : 'Tenant changed');
  });
}

export function bookingOf(
  r: Random,
  order: Order,
  bookingId: string,
  changed: Wall,
  slot: { readonly from: Wall; readonly to: Wall },
  reason: Booking['reason'],
): Booking {
  return {
    bookingId,
    order: order.row.wo_ref ?? '',
    property: order.row.prop_ref ?? '',
    changedDate: xmlText(changed),
    from: xmlText(slot.from),
    to: xmlText(slot.to),
    targetDate: xmlText(startOfDay(order.due)),
    reason,
    codes: order.tasks.map((task) => ({
      sor: task.job_code ?? '',
      description: JOBS.find((job) => job.code === task.job_code)?.description ?? '',
      quantity: task.est_units ?? '1',
      smv: 76,
      value: task.est_cost ?? '0',
      trade: task.trade ?? '',
    })),
    token: token(r),
  };
}

/** What the contractor of an order told so far, in the order it happened; every event has a moment of its own. */
export function inventUpdates(r: Random, order: Order, now: Wall): StatusUpdate[] {
  const { feed, created, life } = order;
  if (feed === 'none') return [];
  const told: (Pick<StatusUpdate, 'type' | 'other' | 'comments' | 'operatives' | 'sor'> & { wall: Wall })[] =
    [];
  const end = life.done ?? life.cancelled ?? now;
  const between = (share: number): Wall => created + (end - created) * share;
  if (r.chance(0.45)) told.push({ type: '10', operatives: [personName(r, 'operative')], wall: between(0.2) });
  if (r.chance(0.1)) told.push({ type: '70', comments: comment(r, 'update-comment'), wall: between(0.4) });
  if (r.chance(0.06))
    told.push({
      type: '80',
      comments: comment(r, 'update-comment'),
      sor: r.pick(JOBS).code,
      wall: between(0.5),
    });
  if (r.chance(0.03)) told.push({ type: r.pick(['100-10', '100-20']), wall: between(0.6) });
  if (r.chance(0.05))
    told.push({
      type: r.pick(['120', '120-20']),
      comments: comment(r, 'update-comment'),
      wall: between(0.7),
    });
  if (r.chance(0.04))
    told.push({
      type: '0',
      other: r.pick(['addNote', 'resume']),
      comments: comment(r, 'update-comment'),
      wall: between(0.8),
    });
  if (life.done !== undefined && r.chance(0.7))
    told.push({ type: '0', other: r.pick(['complete', 'completed']), wall: life.done });
  if (life.cancelled !== undefined && r.chance(0.5))
    told.push({ type: '0', other: 'cancel', wall: life.cancelled });
  return told.map(({ wall, ...update }, n) => ({
    ...update,
    feed,
    order: order.row.wo_ref ?? '',
    at: eventTime(r, outOfTheOddHour(Math.floor(wall / 1000) * 1000 + n * 1000)),
    ...(r.chance(0.3) && order.tasks[0] ? { task: String(order.tasks[0].task_ref) } : {}),
  }));
}

/** In UTC, now and then with a fraction, now and then with London's offset. */
export function eventTime(r: Random, wall: Wall): string {
  const instant = instantOf(wall);
  const utc = new Date(instant).toISOString();
  const offset = wall - instant === HOUR ? '+01:00' : '+00:00';
  return r.weighted([
    [utc.replace('.000Z', 'Z'), 7],
    [utc, 1],
    [`${xmlText(wall)}${offset}`, 2],
  ]);
}

const ALPHABET = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';
const token = (r: Random): string => Array.from({ length: 40 }, () => ALPHABET.charAt(r.int(0, 61))).join('');

/** Orders whose work the contractor may still speak of: those of the last twelve months. */
export const isRecent = (order: Order, now: Wall): boolean => order.created > now - 365 * DAY;
