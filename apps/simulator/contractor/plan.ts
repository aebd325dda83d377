import type { Wall } from '../london.js';
import type { Random } from '../random.js';
import type { Numbers } from '../seed/numbers.js';
import type { Order } from '../seed/order.js';
import { inventBooking, inventUpdates, isRecent } from './invent.js';
import type { Delivery } from './outbox.js';
import type { StatusUpdate } from './status-update.js';

export interface PlanInput {
  readonly orders: readonly Order[];
  /** Orders that the housing system shows only later. */
  readonly late: readonly Order[];
  readonly now: Wall;
  /** When posting may begin. */
  readonly begin: Date;
}

/**
 * All that scheduler and contractor have to tell of a seeded estate: a booking for most orders of the last year, a fifth
 * of them changed; updates for many. Some come late, some twice, some in the wrong order, some for orders that the housing
 * system does not show yet or never will. A few must become dead letters.
 */
export function inventDeliveries(r: Random, numbers: Numbers, input: PlanInput): Delivery[] {
  const { now, begin } = input;
  const recent = input.orders.filter((order) => isRecent(order, now));
  const bookings = [...recent.filter(() => r.chance(0.8)), ...input.late].flatMap((order) =>
    versionsOf(r, numbers, order, now),
  );
  const updates = [...recent, ...input.late].flatMap((order) => inventUpdates(r, order, now));
  const strangers = recent.slice(0, Math.ceil(recent.length / 500)).flatMap((order, n) => {
    const unknown = { ...order, row: { ...order.row, wo_ref: `T${String(n + 1).padStart(7, '0')}` } };
    return inventBooking(r, numbers, unknown, now, r.int(1, 2));
  });
  const planned: Delivery[] = [
    ...[...bookings, ...strangers].map((content) => ({
      channel: 'booking' as const,
      content,
      ...stamp(r, begin),
    })),
    ...[...updates, ...faulty(r, updates)].map((content) => ({
      channel: 'update' as const,
      content,
      ...stamp(r, begin),
    })),
    ...bookings.slice(-2).map((content) => ({
      channel: 'booking' as const,
      content: {
        ...content,
        bookingId: numbers.booking(),
        changedDate: '0000-00-00T00:00:00',
        fault: 'unreadable-date' as const,
      },
      ...stamp(r, begin),
    })),
  ];
  const repeated = planned
    .filter(({ content }) => content.fault === undefined && r.chance(0.02))
    .map((delivery) => ({ ...delivery, ...stamp(r, begin) }));
  return nearlyInOrder(r, [...planned, ...repeated]);
}

/** A fifth of the bookings were changed once or twice; a quarter of those are told newest first. */
function versionsOf(r: Random, numbers: Numbers, order: Order, now: Wall): ReturnType<typeof inventBooking> {
  const versions = inventBooking(r, numbers, order, now, r.chance(0.2) ? r.int(2, 3) : 1);
  return versions.length > 1 && r.chance(0.25) ? versions.reverse() : versions;
}

/** Every delivery has a number of its own, a repeat too; one in twenty comes late. */
function stamp(r: Random, begin: Date): { readonly messageId: string; readonly due: Date } {
  const late = r.chance(0.05) ? r.int(1_000, 8_000) : 0;
  return { messageId: messageId(r), due: new Date(begin.getTime() + late) };
}

export const messageId = (r: Random): string =>
  `msg_${Array.from({ length: 24 }, () => r.int(0, 15).toString(16)).join('')}`;

/** Unknown type codes and a time that cannot be read. */
function faulty(r: Random, updates: readonly StatusUpdate[]): StatusUpdate[] {
  const [a, b, c, d] = Array.from({ length: 4 }, () => updates[r.int(0, updates.length - 1)]);
  if (!a || !b || !c || !d) return [];
  return [
    { ...a, type: '999', fault: 'unknown-type' },
    { ...b, type: 'ZZ', fault: 'unknown-type' },
    { ...c, type: '120-99', fault: 'unknown-type' },
    { ...d, at: '31/02/2025 25:61', fault: 'unreadable-date' },
  ];
}

/** Bookings and updates mixed, each told near its place. */
function nearlyInOrder(r: Random, deliveries: readonly Delivery[]): Delivery[] {
  const spread = Math.max(1, deliveries.length / 50);
  return deliveries
    .map((delivery, n) => ({ delivery, place: placeOf(delivery, n, deliveries.length) + r.next() * spread }))
    .sort((a, b) => a.place - b.place)
    .map(({ delivery }) => delivery);
}

const placeOf = (delivery: Delivery, index: number, count: number): number =>
  delivery.channel === 'booking' ? index : index - count / 2;
