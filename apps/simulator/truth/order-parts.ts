import {
  code,
  decimal,
  elements,
  exactly,
  instant,
  personalElements,
  pounds,
  poundsIfKnown,
  text,
  type Fields,
  type Value,
} from './expected.js';
import { TAKEN, trimmed, utc, utcOfInstant } from './sql.js';
import { OUTCOME, TRADE, UPDATE_TYPE } from './words.js';

export interface TaskTruth {
  readonly ref: number;
  readonly number: number;
  readonly job: string | null;
  readonly trade: string | null;
  readonly units: string | null;
  readonly estimated: string | null;
  readonly actual: string | null;
  readonly variation: boolean;
  readonly note: string | null;
}
export interface VisitTruth {
  readonly ref: number;
  readonly from: string | null;
  readonly to: string | null;
  readonly attended: string | null;
  readonly outcome: string | null;
  readonly carded: boolean;
  readonly comment: string | null;
}
export interface BookingTruth {
  readonly ref: string;
  readonly from: string;
  readonly to: string;
}
export interface UpdateTruth {
  readonly type: string;
  readonly at: string;
  readonly task: string | null;
  readonly comments: string | null;
  readonly operatives: readonly string[] | null;
}
/** What hangs on an order; null where there is none. */
export interface OrderParts {
  readonly tasks: readonly TaskTruth[] | null;
  readonly visits: readonly VisitTruth[] | null;
  readonly bookings: readonly BookingTruth[] | null;
  readonly booked: number;
  readonly updates: readonly UpdateTruth[] | null;
}

/** Collections of a work order: main fields and personal ones. */
export function partsOf(parts: OrderParts): { readonly fields: Fields; readonly personal: Fields } {
  const { tasks, visits, bookings, updates } = parts;
  return {
    fields: {
      tasks: elements(
        'ref',
        (tasks ?? []).map((task) => [String(task.ref), taskFields(task)] as const),
      ),
      visits: elements(
        'ref',
        (visits ?? []).map((visit) => [String(visit.ref), visitFields(visit)] as const),
      ),
      appointments: elements(
        'ref',
        (bookings ?? []).map((it) => [it.ref, { from: instant(it.from), to: instant(it.to) }] as const),
      ),
      bookingHistory: { is: 'count', count: parts.booked },
      jobUpdates: elements(
        'event',
        (updates ?? []).map(
          (update) =>
            [
              eventKey(wordOf(update), update.at),
              { tasks: update.task === null ? text(undefined) : exactly([update.task]) },
            ] as const,
        ),
      ),
    },
    personal: {
      tasks: personalElements(
        'ref',
        (tasks ?? []).map((task) => [String(task.ref), { comments: text(task.note) }] as const),
      ),
      visits: personalElements(
        'ref',
        (visits ?? []).map((visit) => [String(visit.ref), { comments: text(visit.comment) }] as const),
      ),
      jobUpdates: personalElements(
        'event',
        (updates ?? []).map((update) => [eventKey(wordOf(update), update.at), personalOf(update)] as const),
      ),
    },
  };
}

/** A job update is told apart by its meaning and its moment; its own number is the connector's choice. */
export const eventKey = (word: string, at: string): string => `${word}@${new Date(at).toISOString()}`;
const wordOf = (update: UpdateTruth): string => UPDATE_TYPE.get(update.type) ?? update.type;

const taskFields = (task: TaskTruth): Fields => ({
  number: text(String(task.number)),
  rates: task.job === null ? text(undefined) : exactly([{ scheme: 'uh/job', code: task.job }]),
  trade: code(task.trade, TRADE),
  quantity: decimal(task.units),
  estimatedCost: pounds(task.estimated),
  actualCost: poundsIfKnown(task.actual),
  variation: exactly(task.variation),
});

const visitFields = (visit: VisitTruth): Fields => ({
  plannedFrom: instant(visit.from),
  plannedTo: instant(visit.to),
  attendedAt: instant(visit.attended),
  outcome: code(visit.outcome, OUTCOME),
  carded: exactly(visit.carded),
});

function personalOf(update: UpdateTruth): Fields {
  const operativeNames: Value = update.operatives === null ? text(undefined) : exactly(update.operatives);
  return { comments: text(update.comments), operativeNames };
}

/** A task alone, of an order: `ref` is `task_ref`. */
export const TASKS = `(
  select json_agg(json_build_object('ref', t.task_ref, 'number', t.task_no, 'job', ${trimmed('t.job_code')},
    'trade', ${trimmed('t.trade')}, 'units', t.est_units::text, 'estimated', t.est_cost::text, 'actual', t.act_cost::text,
    'variation', t.variation, 'note', ${trimmed('t.variation_det')}))
  from rmtask t where t.wo_ref = w.wo_ref)`;

/** A visit finds its order by `reference_sid`; `ref` is `visit_sid`. */
export const VISITS = `(
  select json_agg(json_build_object('ref', v.visit_sid, 'from', ${utc('v.visit_prop_appointment')},
    'to', ${utc('v.visit_prop_end')}, 'attended', ${utc('v.visit_actual')}, 'outcome', ${trimmed('v.visit_outcome')},
    'carded', v.visit_carded, 'comment', ${trimmed('v.visit_comment')}))
  from visit v where v.reference_sid = w.rmworder_sid)`;

/** Of each booking the version with the newest `changedDate` stands, in whatever order they came; `ref` is `bookingId`. */
export const bookingsOf = (order: string): string => `(
  select json_agg(json_build_object('ref', b.ref, 'from', ${utc('b.start')}, 'to', ${utc('b.finish')}))
  from (select distinct on (content->>'bookingId') content->>'bookingId' as ref,
      (content->>'from')::timestamp as start, (content->>'to')::timestamp as finish
    from sim.delivery where channel = 'booking' and ${TAKEN} and content->>'order' = ${order}
    order by content->>'bookingId', content->>'changedDate' desc) b)`;

/** Every version of every booking is one item of the history. */
export const bookedOf = (order: string): string => `(
  select count(distinct (content->>'bookingId', content->>'changedDate'))::int
  from sim.delivery where channel = 'booking' and ${TAKEN} and content->>'order' = ${order})`;

/** A repeat under a new delivery number is no second update. */
export const updatesOf = (order: string): string => `(
  select json_agg(json_build_object('type', u.type, 'at', ${utcOfInstant('u.at')}, 'task', u.task,
    'comments', u.comments, 'operatives', u.operatives))
  from (select distinct concat_ws('/', content->>'type', content->>'other') as type,
      case when ${TAKEN} then (content->>'at')::timestamptz end as at, content->>'task' as task,
      content->>'comments' as comments, content->'operatives' as operatives
    from sim.delivery where channel = 'update' and ${TAKEN} and content->>'order' = ${order}) u)`;
