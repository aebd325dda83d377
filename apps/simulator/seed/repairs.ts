import { REQUEST, type Priority } from '../housing/codes.js';
import type { RequestRow, TaskRow } from '../housing/tables.js';
import { DAY, HOUR, MINUTE, outOfTheOddHour, startOfDay, type Wall } from '../london.js';
import type { Random } from '../random.js';
import type { Estate } from './estate.js';
import { dueDate, lifeOf, outOfHours, type Life } from './life.js';
import type { Numbers } from './numbers.js';
import { inventOrder, inventTask, type Order, type OrderWish } from './order.js';
import { inventRequest, requestStatus } from './request.js';
import { inventVisits } from './visit.js';

/** What one call, or one plan, brought about. */
export interface Repair {
  readonly request: RequestRow | undefined;
  readonly orders: readonly Order[];
  /** Tasks that nobody has ordered yet: their order number is blank. */
  readonly loose: readonly TaskRow[];
}

export interface Setting {
  readonly r: Random;
  readonly numbers: Numbers;
  readonly estate: Pick<Estate, 'dwellings' | 'blocks' | 'lifts'>;
  readonly now: Wall;
}

const YEARS = 3;
const NOBODYS = '00000417';

/** As many requests as asked for, and the planned work beside them, oldest first, over the three years up to now. */
export function* inventRepairs(setting: Setting, requests: number): Generator<Repair> {
  const { r, now } = setting;
  let last: Order | undefined;
  for (let n = 0; n < requests; n += 1) {
    const day = startOfDay(now - YEARS * 365 * DAY + ((n + r.next()) / requests) * YEARS * 365 * DAY);
    const at = Math.min(
      outOfTheOddHour(day + r.int(8 * 60, 19 * 60) * MINUTE + r.int(0, 59_999)),
      now - MINUTE,
    );
    const repair = oneRepair(setting, at, last);
    last = repair.orders[0] ?? last;
    if (repair.request === undefined) n -= 1;
    yield repair;
    if (r.chance(0.04)) yield { request: undefined, loose: [], orders: [planned(setting, at)] };
  }
}

type Scenario =
  | 'usual'
  | 'advice'
  | 'reported'
  | 'cancelled'
  | 'void'
  | 'out-of-hours'
  | 'recall'
  | 'block'
  | 'inspection'
  | 'no-access'
  | 'archived';

export function oneRepair(setting: Setting, at: Wall, earlier: Order | undefined): Repair {
  const { r } = setting;
  const scenario = r.weighted<Scenario>([
    ['usual', 600],
    ['advice', 75],
    ['reported', 60],
    ['cancelled', 60],
    ['void', 18],
    ['out-of-hours', 40],
    ['recall', 40],
    ['block', 30],
    ['inspection', 30],
    ['no-access', 45],
    ['archived', 2],
  ]);
  const property = r.chance(0.002) ? NOBODYS : r.pick(setting.estate.dwellings);
  switch (scenario) {
    case 'usual':
      return ordered(setting, at, { property });
    case 'no-access':
      return ordered(setting, at, { property, misses: r.int(1, 3) });
    case 'block':
      return ordered(setting, at, {
        property,
        orderAt: r.pick([...setting.estate.blocks, ...setting.estate.lifts]),
      });
    case 'inspection':
      return ordered(setting, at, { property, type: 'I' });
    case 'recall':
      return ordered(setting, at, {
        property: earlier?.row.prop_ref ?? property,
        remark: `PLM RECALL ${earlier?.row.wo_ref ?? ''}`,
      });
    case 'archived':
      return withoutItsRequest(ordered(setting, at, { property }));
    case 'out-of-hours':
      return ordered(setting, at, { property, priority: 'I', life: outOfHours });
    case 'void':
      return emptyHome(setting, at, property);
    case 'advice':
      return only(
        inventRequest(r, setting.numbers, {
          property,
          at,
          priority: 'N',
          type: 'ADV',
          status: REQUEST.closed,
        }),
      );
    case 'cancelled':
      return only(
        inventRequest(r, setting.numbers, {
          property,
          at,
          priority: priorityOf(r),
          type: 'R',
          status: REQUEST.cancelled,
          cancelled: Math.min(outOfTheOddHour(at + r.int(1, 96) * HOUR), setting.now),
        }),
      );
    case 'reported':
      return notYetOrdered(setting, at, property);
    default:
      return scenario satisfies never;
  }
}

const only = (request: RequestRow): Repair => ({ request, orders: [], loose: [] });
const withoutItsRequest = (repair: Repair): Repair => ({ ...repair, request: undefined });
const priorityOf = (r: Random): Priority =>
  r.weighted([
    ['I', 4],
    ['E', 14],
    ['U', 22],
    ['N', 56],
    ['L', 4],
  ] as const);

interface Wish {
  readonly property: string;
  readonly orderAt?: string;
  readonly type?: 'R' | 'I';
  readonly priority?: Priority;
  readonly misses?: number;
  readonly remark?: string;
  readonly life?: (r: Random, created: Wall, now: Wall) => Life;
}

function ordered({ r, numbers, now }: Setting, at: Wall, wish: Wish): Repair {
  const priority = wish.priority ?? priorityOf(r);
  const created = Math.min(outOfTheOddHour(at + r.int(1, 40) * MINUTE), now);
  const due = dueDate(created, priority);
  const life = wish.life?.(r, created, now) ?? lifeOf(r, created, due, now);
  const type = wish.type ?? 'R';
  const request = inventRequest(r, numbers, {
    property: wish.property,
    at,
    priority,
    type,
    status: requestStatus(life.status),
    cancelled: life.cancelled,
    remark: wish.remark,
  });
  const order = orderOf(
    r,
    numbers,
    now,
    {
      type,
      priority,
      created,
      due,
      life,
      property: wish.orderAt ?? wish.property,
      request: request.rq_ref,
    },
    wish.misses ?? (r.chance(0.05) ? 1 : 0),
  );
  return { request, orders: [order], loose: [] };
}

/** One empty home, several orders. */
function emptyHome({ r, numbers, now }: Setting, at: Wall, property: string): Repair {
  const orders = Array.from({ length: r.int(3, 5) }, (_, n) => {
    const created = Math.min(outOfTheOddHour(at + n * r.int(1, 30) * HOUR + MINUTE), now);
    const due = dueDate(created, 'N');
    return { created, due, life: lifeOf(r, created, due, now) };
  });
  const over = orders.every(({ life }) => life.done !== undefined || life.cancelled !== undefined);
  const request = inventRequest(r, numbers, {
    property,
    at,
    priority: 'N',
    type: 'V',
    status: over ? REQUEST.closed : REQUEST.ordered,
  });
  return {
    request,
    loose: [],
    orders: orders.map((order) =>
      orderOf(r, numbers, now, { ...order, type: 'V', priority: 'N', property, request: request.rq_ref }, 0),
    ),
  };
}

function notYetOrdered({ r, numbers }: Setting, at: Wall, property: string): Repair {
  const request = inventRequest(r, numbers, {
    property,
    at,
    priority: priorityOf(r),
    type: 'R',
    status: REQUEST.reported,
  });
  const loose = r.chance(0.3)
    ? [inventTask(r, numbers, { order: '', request: request.rq_ref, number: 1, done: false })]
    : [];
  return { request, orders: [], loose };
}

/** Planned and cyclical work has no request; some of it is at a block or a lift. */
export function planned({ r, numbers, estate, now }: Setting, at: Wall): Order {
  const type = r.pick(['P', 'C'] as const);
  const property = r.weighted([
    [r.pick(estate.blocks), 4],
    [r.pick(estate.lifts), 1],
    [r.pick(estate.dwellings), 5],
  ]);
  const due = dueDate(at, 'P');
  return orderOf(
    r,
    numbers,
    now,
    { type, priority: 'P', property, request: undefined, created: at, due, life: lifeOf(r, at, due, now) },
    0,
  );
}

function orderOf(r: Random, numbers: Numbers, now: Wall, wish: OrderWish, misses: number): Order {
  const order = inventOrder(r, numbers, wish);
  const visited = wish.type !== 'P' && order.life.status !== '200' && (misses > 0 || r.chance(0.85));
  return visited ? { ...order, visits: inventVisits(r, numbers, order, now, misses) } : order;
}
