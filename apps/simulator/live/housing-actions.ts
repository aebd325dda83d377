import type { PoolClient } from 'pg';
import { ORDER, OUTCOME, REQUEST } from '../housing/codes.js';
import { insertRow, inTransaction, updateRow } from '../housing/write.js';
import { comment, houseName, phone, trouble } from '../invented.js';
import { DAY, sqlText } from '../london.js';
import { inventDwelling } from '../seed/estate.js';
import { inventTask, pounds, pence } from '../seed/order.js';
import { oneRepair, planned, type Repair } from '../seed/repairs.js';
import { inventVisit, slotOn } from '../seed/visit.js';
import { pickOrder } from './known.js';
import { settingOf, type World } from './world.js';

/** One change of the housing system, in one transaction of its own. */
export type Action = (world: World) => Promise<void>;

/** Runs statements in one short transaction. */
export async function shortly(world: World, work: (db: PoolClient) => Promise<void>): Promise<void> {
  const client = await world.db.connect();
  try {
    await inTransaction(client, () => work(client));
  } finally {
    client.release();
  }
}

export async function writeRepair(db: PoolClient, { request, orders, loose }: Repair): Promise<void> {
  if (request) await insertRow(db, 'rmreqst', request);
  for (const { row, tasks, visits } of orders) {
    await insertRow(db, 'rmworder', row);
    for (const task of tasks) await insertRow(db, 'rmtask', task);
    for (const visit of visits) await insertRow(db, 'visit', visit);
  }
  for (const task of loose) await insertRow(db, 'rmtask', task);
}

export const reportRepair: Action = (world) =>
  shortly(world, (db) => writeRepair(db, oneRepair(settingOf(world), world.now(), undefined)));

export const planWork: Action = (world) =>
  shortly(world, (db) =>
    writeRepair(db, { request: undefined, loose: [], orders: [planned(settingOf(world), world.now())] }),
  );

const OPEN = `wo_status in ('100', '200')`;

export const completeOrder: Action = async (world) => {
  const order = await pickOrder(world.db, world.r, OPEN);
  if (!order) return;
  const { row } = order;
  const done = sqlText(world.now());
  const cost = pounds(Math.round(pence(row.est_cost) * (0.9 + world.r.next() * 0.2)));
  await shortly(world, async (db) => {
    const change = { wo_status: ORDER.closed, datecomp: done, attend_date: done, act_cost: cost };
    await updateRow(db, 'rmworder', row.wo_ref ?? '', change);
    if (row.rq_ref) await updateRow(db, 'rmreqst', row.rq_ref, { rq_status: REQUEST.closed });
  });
};

export const payOrder: Action = async (world) => {
  const order = await pickOrder(
    world.db,
    world.r,
    `wo_status = '300' and coalesce(completed, '1900-01-01') < '1901-01-01'`,
  );
  const change = { completed: sqlText(world.now()) };
  if (order) await shortly(world, (db) => updateRow(db, 'rmworder', order.row.wo_ref ?? '', change));
};

export const cancelOrder: Action = async (world) => {
  const order = await pickOrder(world.db, world.r, OPEN);
  const change = { wo_status: ORDER.cancelled, cancelled_date: sqlText(world.now()) };
  if (order) await shortly(world, (db) => updateRow(db, 'rmworder', order.row.wo_ref ?? '', change));
};

/** Open → held → open: two changes, and the end looks like the beginning. */
export const holdOrRelease: Action = async (world) => {
  const order = await pickOrder(world.db, world.r, `wo_status in ('100', '400', '425')`);
  const change = { wo_status: order?.row.wo_status === ORDER.open ? ORDER.hold : ORDER.open };
  if (order) await shortly(world, (db) => updateRow(db, 'rmworder', order.row.wo_ref ?? '', change));
};

export const planVisit: Action = async (world) => {
  const order = await pickOrder(world.db, world.r, OPEN);
  const slot = slotOn(world.r, world.now() + world.r.int(1, 9) * DAY);
  const sid = order?.row.rmworder_sid;
  if (sid === undefined) return;
  await shortly(world, (db) =>
    insertRow(db, 'visit', inventVisit(world.r, world.numbers, sid, slot, undefined)),
  );
};

/** A visit alone changes: somebody stood before a door. */
export const makeVisit: Action = async (world) => {
  const { rows } = await world.db.query<{ visit_sid: number }>(
    `select visit_sid from visit where coalesce(trim(visit_outcome), '') = '' order by visit_sid desc offset $1 limit 1`,
    [world.r.int(0, 100)],
  );
  const sid = rows[0]?.visit_sid;
  if (sid === undefined) return;
  const outcome = world.r.pick([OUTCOME.completed, OUTCOME.noAccess, OUTCOME.incomplete]);
  const change = {
    visit_actual: sqlText(world.now()),
    visit_outcome: outcome,
    visit_success: outcome === OUTCOME.completed,
    visit_carded: outcome === OUTCOME.noAccess,
    visit_comment: comment(world.r, 'visit-comment'),
  };
  await shortly(world, (db) => updateRow(db, 'visit', sid, change));
};

/** A task alone changes, or one is added by a variation; its order stays as it is. */
export const changeTask: Action = async (world) => {
  const order = await pickOrder(world.db, world.r, `wo_status <> '700'`);
  const task = order?.tasks[0];
  if (!order || !task) return;
  if (world.r.chance(0.3)) {
    const number = order.tasks.length + 1;
    const wish = {
      order: order.row.wo_ref ?? '',
      request: order.row.rq_ref,
      number,
      done: false,
      variation: true,
    };
    await shortly(world, (db) => insertRow(db, 'rmtask', inventTask(world.r, world.numbers, wish)));
    return;
  }
  const change = {
    est_units: pounds(world.r.int(1, 9) * 100),
    variation: true,
    variation_det: comment(world.r, 'variation-detail'),
  };
  await shortly(world, (db) => updateRow(db, 'rmtask', task.rmtask_sid ?? 0, change));
};

/** A request alone changes. */
export const amendRequest: Action = async (world) => {
  const { rows } = await world.db.query<{ rq_ref: string }>(
    'select rq_ref from rmreqst order by rmreqst_sid desc offset $1 limit 1',
    [world.r.int(0, 200)],
  );
  const ref = rows[0]?.rq_ref;
  if (ref === undefined) return;
  const change = world.r.chance(0.5) ? { rq_phone: phone(world.r) } : { rq_problem: trouble(world.r) };
  await shortly(world, (db) => updateRow(db, 'rmreqst', ref, change));
};

/** A home is found out to be sheltered, or a new one is built. */
export const changeProperty: Action = async (world) => {
  if (world.r.chance(0.3)) {
    const block = world.r.pick(world.estate.blocks);
    const row = inventDwelling(world.r, world.numbers, block, '21', houseName(world.r));
    await shortly(world, (db) => insertRow(db, 'property', row));
    return;
  }
  const ref = world.r.pick(world.estate.dwellings);
  await shortly(world, async (db) => {
    await db.query('update property set sheltered = not sheltered where prop_ref = $1', [ref]);
  });
};
