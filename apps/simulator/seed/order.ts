import { CONTRACTORS, JOBS, ODD_TRADES, SENTINELS, type Feed, type Priority } from '../housing/codes.js';
import type { OrderRow, TaskRow, VisitRow } from '../housing/tables.js';
import { comment } from '../invented.js';
import { sqlText, type Wall } from '../london.js';
import type { Random } from '../random.js';
import type { Life } from './life.js';
import type { Numbers } from './numbers.js';

/** One order with all that hangs on it in the housing system. */
export interface Order {
  readonly row: OrderRow;
  readonly tasks: readonly TaskRow[];
  readonly visits: readonly VisitRow[];
  readonly created: Wall;
  readonly due: Wall;
  readonly life: Life;
  readonly feed: Feed;
}

export interface OrderWish {
  readonly type: 'R' | 'V' | 'P' | 'C' | 'I';
  readonly property: string;
  readonly request: string | undefined;
  readonly priority: Priority;
  readonly created: Wall;
  readonly due: Wall;
  readonly life: Life;
}

/** The way the housing system says that a date is not known: null, or one of two sentinels. */
export const noDate = (r: Random): string | undefined =>
  r.weighted([
    [undefined, 50],
    [SENTINELS[0], 40],
    [SENTINELS[1], 10],
  ] as const);
export const dateOr = (r: Random, wall: Wall | undefined): string | undefined =>
  wall === undefined ? noDate(r) : sqlText(wall);

export function inventOrder(r: Random, numbers: Numbers, wish: OrderWish): Order {
  const { life, created, due } = wish;
  const { ref, sid } = numbers.order(wish.type === 'V');
  const contractor = r.weighted<(typeof CONTRACTORS)[number]>([
    [CONTRACTORS[0], 45],
    [CONTRACTORS[1], 25],
    [CONTRACTORS[2], 22],
    [CONTRACTORS[3], 8],
  ]);
  const count = r.weighted([
    [1, 55],
    [2, 30],
    [3, 15],
  ] as const);
  const tasks = Array.from({ length: count }, (_, n) =>
    inventTask(r, numbers, {
      order: ref,
      request: wish.request,
      number: n + 1,
      done: life.done !== undefined,
    }),
  );
  const estimated = tasks.reduce((sum, task) => sum + pence(task.est_cost), 0);
  const known = life.paid !== undefined || (life.done !== undefined && r.chance(0.4));
  const row: OrderRow = {
    wo_ref: ref,
    rq_ref: wish.request ?? r.pick(['', undefined]),
    prop_ref: wish.property,
    sup_ref: contractor.ref,
    wo_status: life.status,
    wo_type: wish.type,
    created: sqlText(created),
    issued: dateOr(r, life.issued),
    date_due: sqlText(due),
    attend_date: dateOr(r, life.attended),
    completed: dateOr(r, life.paid),
    datecomp: dateOr(r, life.done),
    est_cost: pounds(estimated),
    act_cost: known ? pounds(Math.round(estimated * (0.9 + r.next() * 0.3))) : '0.00',
    cancelled_date: dateOr(r, life.cancelled),
    u_priority: wish.priority,
    u_servitor_ref: r.chance(0.7) ? String(r.int(700_000, 799_999)).padStart(8, '0') : '',
    u_budget: r.pick(['H2555/200031', 'H2555/200145', 'H2555/200150', 'H2555/200155']),
    rmworder_sid: sid,
  };
  return { row, tasks, visits: [], created, due, life, feed: contractor.feed };
}

export interface TaskWish {
  /** Blank where the task is not ordered yet. */
  readonly order: string;
  readonly request: string | undefined;
  readonly number: number;
  readonly done: boolean;
  readonly variation?: boolean;
}

export function inventTask(r: Random, numbers: Numbers, wish: TaskWish): TaskRow {
  const { ref, sid } = numbers.task();
  const job = r.pick(JOBS);
  const units = r.weighted([
    [100, 70],
    [200, 15],
    [350, 8],
    [1200, 5],
    [25, 2],
  ] as const);
  const cost = Math.round((job.pence * units) / 100);
  const variation = wish.variation ?? r.chance(0.06);
  return {
    rmtask_sid: sid,
    task_ref: ref,
    task_no: wish.number,
    wo_ref: wish.order,
    rq_ref: wish.request ?? '',
    job_code: job.code,
    trade: r.chance(0.006) ? r.pick(ODD_TRADES) : job.trade,
    est_units: pounds(units),
    est_cost: pounds(cost),
    act_cost: wish.done && r.chance(0.7) ? pounds(Math.round(cost * (0.8 + r.next() * 0.4))) : '0.00',
    task_status: wish.done ? '300' : '100',
    variation,
    variation_det: variation ? comment(r, 'variation-detail') : r.pick(['', undefined]),
  };
}

/** Decimal text of hundredths. */
export const pounds = (hundredths: number): string => {
  const digits = String(Math.abs(hundredths)).padStart(3, '0');
  return `${hundredths < 0 ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
};
/** Hundredths of decimal text with two places. */
export const pence = (text: string | undefined): number => Number((text ?? '0').replace('.', ''));
