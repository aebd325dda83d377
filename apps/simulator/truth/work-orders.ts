import {
  ABSENT,
  code,
  exactly,
  instant,
  pounds,
  poundsIfKnown,
  text,
  type Expected,
  type ExpectedLink,
} from './expected.js';
import { TASKS, VISITS, bookedOf, bookingsOf, partsOf, updatesOf, type OrderParts } from './order-parts.js';
import { atProperty } from './requests.js';
import { TAKEN, pages, trimmed, uprnOf, utc, type Db } from './sql.js';
import { ORDER_STATUS, PRIORITY, WORK_STREAM } from './words.js';

interface OrderRow extends OrderParts {
  readonly key: string;
  readonly sid: string;
  readonly request: string | null;
  readonly request_known: boolean;
  readonly property: string | null;
  readonly property_known: boolean;
  readonly uprn: string | null;
  readonly supplier: string | null;
  readonly status: string | null;
  readonly type: string | null;
  readonly priority: string | null;
  readonly budget: string | null;
  readonly raised: string | null;
  readonly issued: string | null;
  readonly due: string | null;
  readonly attended: string | null;
  readonly done: string | null;
  readonly paid: string | null;
  readonly cancelled: string | null;
  readonly estimated: string | null;
  readonly actual: string | null;
}

/**
 * Each `rmworder` row is a work order, known by `wo_ref` and by `rmworder_sid`; tasks, visits, bookings and updates that
 * name either belong to it. `datecomp` is when the work was done, `completed` when finance was done. It answers its request
 * and is at its property. A contractor's update never sets the order's status or dates: it only tells.
 */
export async function* expectedWorkOrders(db: Db): AsyncGenerator<Expected> {
  for await (const row of pages<OrderRow>(db, SQL)) {
    const key = `uh/workOrder:${row.key}`;
    const parts = partsOf(row);
    yield {
      kind: 'work-order',
      key,
      references: [key, `uh/workOrderSid:${row.sid}`],
      fields: {
        status: code(row.status, ORDER_STATUS),
        priority: code(row.priority, PRIORITY),
        workStream: code(row.type, WORK_STREAM),
        raisedAt: instant(row.raised),
        issuedAt: instant(row.issued),
        targetAt: instant(row.due),
        attendedAt: instant(row.attended),
        completedAt: instant(row.done),
        closedAt: instant(row.paid),
        cancelledAt: instant(row.cancelled),
        contractor: row.supplier === null ? ABSENT : exactly({ scheme: 'uh/supplier', id: row.supplier }),
        estimatedCost: pounds(row.estimated),
        actualCost: poundsIfKnown(row.actual),
        budgetCode: text(row.budget),
        ...parts.fields,
      },
      personal: parts.personal,
      links: [...answers(row), ...atProperty(row.property, row.property_known, row.uprn)],
      flags: flagsOf(row),
    };
  }
}

/**
 * Orders that only scheduler or contractor ever spoke of: founded by what they told, with nothing else known. Their links
 * are not compared.
 */
export async function* expectedStrangers(db: Db): AsyncGenerator<Expected> {
  for await (const row of pages<OrderParts & { key: string }>(db, STRANGERS)) {
    const key = `uh/workOrder:${row.key}`;
    const { fields, personal } = partsOf(row);
    yield {
      kind: 'work-order',
      key,
      references: [key],
      fields: { status: ABSENT, ...fields },
      personal,
      links: undefined,
      flags: [],
    };
  }
}

const answers = ({ request, request_known }: OrderRow): readonly ExpectedLink[] =>
  request === null ? [] : [{ type: 'answers', reference: `uh/request:${request}`, linked: request_known }];

function flagsOf({ raised, done, cancelled }: OrderRow): readonly string[] {
  const flags: string[] = [];
  if (done !== null && cancelled !== null) flags.push('completed-and-cancelled');
  if (done !== null && raised !== null && done < raised) flags.push('completed-before-raised');
  return flags;
}

const SQL = `
  select trim(w.wo_ref) as key, w.rmworder_sid::text as sid,
    ${trimmed('w.rq_ref')} as request, q.rq_ref is not null as request_known,
    ${trimmed('w.prop_ref')} as property, p.prop_ref is not null as property_known, ${uprnOf('p')}, ${trimmed('w.sup_ref')} as supplier,
    ${trimmed('w.wo_status')} as status, ${trimmed('w.wo_type')} as type, ${trimmed('w.u_priority')} as priority,
    ${trimmed('w.u_budget')} as budget,
    ${utc('w.created')} as raised, ${utc('w.issued')} as issued, ${utc('w.date_due')} as due,
    ${utc('w.attend_date')} as attended, ${utc('w.datecomp')} as done, ${utc('w.completed')} as paid,
    ${utc('w.cancelled_date')} as cancelled, w.est_cost::text as estimated, w.act_cost::text as actual,
    ${TASKS} as tasks, ${VISITS} as visits, ${bookingsOf('trim(w.wo_ref)')} as bookings,
    ${bookedOf('trim(w.wo_ref)')} as booked, ${updatesOf('trim(w.wo_ref)')} as updates
  from rmworder w left join rmreqst q on q.rq_ref = w.rq_ref left join property p on p.prop_ref = w.prop_ref
  where w.wo_ref > $1 order by w.wo_ref limit $2`;

const STRANGERS = `
  select d.key, null as tasks, null as visits, ${bookingsOf('d.key')} as bookings, ${bookedOf('d.key')} as booked,
    ${updatesOf('d.key')} as updates
  from (select distinct content->>'order' as key from sim.delivery where ${TAKEN}) d
  where d.key > $1 and not exists (select from rmworder w where w.wo_ref = d.key) order by d.key limit $2`;
