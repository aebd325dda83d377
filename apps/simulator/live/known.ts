import type { ClientBase } from 'pg';
import { CONTRACTORS, SENTINELS, type Feed } from '../housing/codes.js';
import type { OrderRow, TaskRow } from '../housing/tables.js';
import type { Wall } from '../london.js';
import type { Random } from '../random.js';
import type { Order } from '../seed/order.js';

type Db = Pick<ClientBase, 'query'>;

/** One of the orders that were written last and that are in one of these states. */
export async function pickOrder(db: Db, r: Random, condition: string): Promise<Order | undefined> {
  const { rows } = await db.query<OrderRow>(
    `select ${ORDER_COLUMNS} from rmworder where ${condition} order by rmworder_sid desc offset $1 limit 1`,
    [r.int(0, 150)],
  );
  return rows[0] && withTasks(db, rows[0]);
}

async function withTasks(db: Db, row: OrderRow): Promise<Order> {
  const { rows: tasks } = await db.query<TaskRow>(
    `select rmtask_sid, task_ref, task_no, trim(job_code) as job_code, trim(trade) as trade,
       est_units::text, est_cost::text from rmtask where wo_ref = $1 order by rmtask_sid`,
    [row.wo_ref],
  );
  const created = wallOfText(row.created) ?? 0;
  return {
    row,
    tasks,
    visits: [],
    created,
    due: wallOfText(row.date_due) ?? created,
    feed: feedOf(row.sup_ref),
    life: {
      status: row.wo_status ?? '',
      issued: wallOfText(row.issued),
      attended: undefined,
      done: wallOfText(row.datecomp),
      paid: wallOfText(row.completed),
      cancelled: wallOfText(row.cancelled_date),
    },
  };
}

const ORDER_COLUMNS = `trim(wo_ref) as wo_ref, trim(rq_ref) as rq_ref, trim(prop_ref) as prop_ref, trim(sup_ref) as sup_ref,
  trim(wo_status) as wo_status, trim(wo_type) as wo_type, created::text, issued::text, date_due::text, datecomp::text,
  completed::text, cancelled_date::text, est_cost::text, act_cost::text, trim(u_budget) as u_budget, rmworder_sid`;

const feedOf = (ref: string | undefined): Feed => CONTRACTORS.find((one) => one.ref === ref)?.feed ?? 'none';

function wallOfText(text: string | null | undefined): Wall | undefined {
  if (text === null || text === undefined || SENTINELS.some((it) => it === text)) return undefined;
  return Date.parse(`${text.replace(' ', 'T')}Z`);
}
