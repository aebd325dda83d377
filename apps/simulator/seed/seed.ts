import type { ClientBase } from 'pg';
import { planDeliveries } from '../contractor/outbox.js';
import { inventDeliveries } from '../contractor/plan.js';
import { planFiles } from '../finance/outbox.js';
import { inventFiles } from '../finance/plan.js';
import { JOBS, PRIORITIES } from '../housing/codes.js';
import { copyRows } from '../housing/copy.js';
import { createHousing } from '../housing/schema.js';
import { TABLE_NAMES } from '../housing/tables.js';
import { inTransaction } from '../housing/write.js';
import { planLateOrders, type LateOrder } from '../live/late-orders.js';
import { DAY, wallOf } from '../london.js';
import { OWN_TABLES, createOwnTables } from '../own-tables.js';
import { random, type Random } from '../random.js';
import { inventEstate, type Estate } from './estate.js';
import { numbersAfter } from './numbers.js';
import type { Order } from './order.js';
import { inventRepairs, oneRepair, type Repair, type Setting } from './repairs.js';

export interface SeedInput {
  /** How many requests. */
  readonly repairs: number;
  readonly seed: number;
  /** The moment up to which the estate has lived. */
  readonly now: Date;
  /** When contractor and finance may begin to tell. Default: the moment of the seed. */
  readonly begin?: Date;
}

/** Row counts of what was made; `fresh` is false where an earlier seed was kept. */
export interface Seeded {
  readonly fresh: boolean;
  readonly properties: number;
  readonly requests: number;
  readonly orders: number;
  readonly tasks: number;
  readonly visits: number;
  readonly deliveries: number;
  readonly files: number;
}

/** Few rows a transaction, so that the change stamps vary as they would in life. */
const REPAIRS_PER_TRANSACTION = 120;

/**
 * Makes the estate with its three years, and plans what contractor and finance will tell of it. The same input makes the
 * same estate. A finished seed is kept; an unfinished one is thrown away and made anew.
 */
export async function seed(db: ClientBase, input: SeedInput): Promise<Seeded> {
  await createHousing(db);
  await createOwnTables(db);
  const { rows } = await db.query<{ finished: boolean }>(
    'select finished is not null as finished from sim.seed',
  );
  const fresh = rows[0]?.finished !== true;
  if (fresh) await seedAnew(db, input);
  return { fresh, ...(await counts(db)) };
}

async function seedAnew(db: ClientBase, input: SeedInput): Promise<void> {
  await db.query('set synchronous_commit = off');
  await db.query(`truncate ${[...TABLE_NAMES, ...OWN_TABLES].join(', ')} restart identity`);
  await db.query('insert into sim.seed (seed, now, begun) values ($1, $2, clock_timestamp())', [
    input.seed,
    input.now,
  ]);
  const r = random(input.seed);
  const numbers = numbersAfter();
  const now = wallOf(input.now.getTime());
  const estate = inventEstate(r, numbers, Math.max(60, Math.round(input.repairs / 4)));
  await loadEstate(db, estate);
  const setting: Setting = { r, numbers, estate, now };
  const orders = await loadRepairs(db, inventRepairs(setting, input.repairs));
  const late = inventLate(setting, Math.max(2, Math.round(input.repairs / 800)));
  const begin = input.begin ?? new Date();
  const deliveries = inventDeliveries(r, numbers, {
    orders,
    late: late.flatMap((it) => it.orders),
    now,
    begin,
  });
  await inTransaction(db, async () => {
    await planDeliveries(db, deliveries);
    await planLateOrders(
      db,
      late.map((repair): LateOrder => lateOrder(r, repair, begin)),
    );
    await planFiles(db, inventFiles(r, numbers, { orders, now, begin }));
    await db.query('update sim.seed set finished = clock_timestamp()');
  });
  await db.query('set synchronous_commit = on');
  await db.query('analyze');
}

async function loadEstate(db: ClientBase, estate: Estate): Promise<void> {
  const jobs = JOBS.map(({ code, description, trade, smv }) => ({
    job_code: code,
    short_desc: description,
    trade,
    u_smv: smv,
  }));
  const priorities = PRIORITIES.map(({ priority, description, days }) => ({
    priority,
    desc_tion: description,
    days_to_complete: days,
  }));
  await inTransaction(db, async () => {
    await copyRows(db, 'rmjob', jobs);
    await copyRows(db, 'rmprior', priorities);
  });
  for (let at = 0; at < estate.rows.length; at += 500)
    await inTransaction(db, () => copyRows(db, 'property', estate.rows.slice(at, at + 500)));
}

async function loadRepairs(db: ClientBase, repairs: Iterable<Repair>): Promise<Order[]> {
  const orders: Order[] = [];
  let batch: Repair[] = [];
  const flush = async (): Promise<void> => {
    orders.push(...batch.flatMap((repair) => repair.orders));
    await loadBatch(db, batch);
    batch = [];
  };
  for (const repair of repairs) if (batch.push(repair) === REPAIRS_PER_TRANSACTION) await flush();
  await flush();
  return orders;
}

async function loadBatch(db: ClientBase, batch: readonly Repair[]): Promise<void> {
  const orders = batch.flatMap((repair) => repair.orders);
  const tasks = [...orders.flatMap((order) => order.tasks), ...batch.flatMap((repair) => repair.loose)];
  await inTransaction(db, async () => {
    await copyRows(
      db,
      'rmreqst',
      batch.flatMap((repair) => repair.request ?? []),
    );
    await copyRows(
      db,
      'rmworder',
      orders.map((order) => order.row),
    );
    await copyRows(db, 'rmtask', tasks);
    await copyRows(
      db,
      'visit',
      orders.flatMap((order) => order.visits),
    );
  });
}

/** Repairs of the last days that the contractor hears of before the housing system shows them. */
function inventLate(setting: Setting, count: number): Repair[] {
  const late: Repair[] = [];
  while (late.length < count) {
    const repair = oneRepair(setting, setting.now - setting.r.int(1, 4) * DAY, undefined);
    if (repair.request && repair.orders.length > 0) late.push(repair);
  }
  return late;
}

const lateOrder = (r: Random, { request, orders }: Repair, begin: Date): LateOrder => ({
  due: new Date(begin.getTime() + r.int(3_000, 12_000)),
  holdMs: r.int(1_000, 4_000),
  request,
  orders: orders.map(({ row, tasks, visits }) => ({ row, tasks, visits })),
});

async function counts(db: ClientBase): Promise<Omit<Seeded, 'fresh'>> {
  const { rows } = await db.query<Omit<Seeded, 'fresh'>>(`
    select (select count(*)::int from property) as properties, (select count(*)::int from rmreqst) as requests,
      (select count(*)::int from rmworder) as orders, (select count(*)::int from rmtask) as tasks,
      (select count(*)::int from visit) as visits, (select count(*)::int from sim.delivery) as deliveries,
      (select count(*)::int from sim.invoice_file) as files`);
  if (!rows[0]) throw new Error('the counts have no row');
  return rows[0];
}
