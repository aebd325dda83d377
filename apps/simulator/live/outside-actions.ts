import { bookingOf, eventTime, inventBooking } from '../contractor/invent.js';
import { planDeliveries, type Delivery } from '../contractor/outbox.js';
import { messageId } from '../contractor/plan.js';
import type { Booking } from '../contractor/booking.js';
import { inventDocument } from '../finance/invent.js';
import { planFiles } from '../finance/outbox.js';
import { fileName, wishFor } from '../finance/plan.js';
import { comment, personName } from '../invented.js';
import { DAY } from '../london.js';
import type { Order } from '../seed/order.js';
import { oneRepair } from '../seed/repairs.js';
import { slotOn } from '../seed/visit.js';
import { shortly, writeRepair, type Action } from './housing-actions.js';
import { pickOrder } from './known.js';
import { settingOf, type World } from './world.js';

const tell = (world: World, deliveries: readonly Delivery[]): Promise<void> =>
  shortly(world, (db) => planDeliveries(db, deliveries));

/** One in ten comes late, one in twenty twice. */
function asDeliveries(world: World, channel: 'booking', contents: readonly Booking[]): Delivery[] {
  const { r } = world;
  const twice = contents.flatMap((content) => (r.chance(0.05) ? [content, content] : [content]));
  return twice.map((content) => ({ channel, content, messageId: messageId(r), due: soon(world) }));
}

const soon = ({ r }: World): Date => new Date(Date.now() + (r.chance(0.1) ? r.int(1_000, 6_000) : 0));

export const book: Action = async (world) => {
  const order = await pickOrder(world.db, world.r, `wo_status in ('100', '200', '400')`);
  if (!order) return;
  const versions = inventBooking(world.r, world.numbers, { ...order, created: world.now() }, world.now(), 1);
  await tell(world, asDeliveries(world, 'booking', versions));
};

/** The tenant changed the booking that was told last of some order. */
export const rebook: Action = async (world) => {
  const order = await pickOrder(world.db, world.r, `wo_status in ('100', '200', '400')`);
  if (!order) return;
  const { rows } = await world.db.query<{ id: string }>(
    `select content->>'bookingId' as id from sim.delivery
     where channel = 'booking' and content->>'order' = $1 and content->>'fault' is null order by sid desc limit 1`,
    [order.row.wo_ref],
  );
  if (!rows[0]) return;
  const slot = slotOn(world.r, world.now() + world.r.int(1, 12) * DAY);
  const booking = bookingOf(world.r, order, rows[0].id, world.now(), slot, 'Tenant changed');
  await tell(world, asDeliveries(world, 'booking', [booking]));
};

export const tellStatus: Action = async (world) => {
  const { r } = world;
  const order = await pickOrder(world.db, r, `sup_ref <> 'A05'`);
  if (!order || order.feed === 'none') return;
  const { feed } = order;
  const told = r.pick([
    { type: '10', operatives: [personName(r, 'operative')] },
    { type: '70', comments: comment(r, 'update-comment') },
    { type: '120', comments: comment(r, 'update-comment') },
    { type: '0', other: 'addNote', comments: comment(r, 'update-comment') },
    { type: '0', other: 'completed' },
  ]);
  const content = { ...told, feed, order: order.row.wo_ref ?? '', at: eventTime(r, world.now()) };
  const repeats = r.chance(0.05) ? 2 : 1;
  await tell(
    world,
    Array.from({ length: repeats }, () => ({
      channel: 'update' as const,
      content,
      messageId: messageId(r),
      due: soon(world),
    })),
  );
};

export const sendInvoice: Action = async (world) => {
  const order = await pickOrder(world.db, world.r, `wo_status = '300'`);
  if (!order) return;
  const content = inventDocument(world.r, wishFor(world.numbers.invoice(), [order], world.now(), false));
  const { rows } = await world.db.query<{ next: number }>(
    'select count(*)::int + 1 as next from sim.invoice_file',
  );
  const name = fileName(rows[0]?.next ?? 1, content);
  await planFiles(world.db, [{ name, mode: 'whole', due: new Date(), content }]);
};

/**
 * An order is written in a transaction that stays open for 2–8 s while others commit, and the scheduler tells of it
 * meanwhile. Now and then the housing system thinks better of it: then only the scheduler ever knew that order.
 */
export const commitLate: Action = async (world) => {
  const { r } = world;
  const repair = oneRepair(settingOf(world), world.now(), undefined);
  const end = r.chance(0.08) ? 'rollback' : 'commit';
  await world.held.hold(r.int(2_000, 8_000), (db) => writeRepair(db, repair), end);
  const order: Order | undefined = repair.orders[0];
  if (order)
    await tell(world, asDeliveries(world, 'booking', inventBooking(r, world.numbers, order, world.now(), 1)));
};
