import type { ClientBase } from 'pg';

/** Hands out the numbers that the housing system and the scheduler count with. One simulator writes to a database. */
export interface Numbers {
  request(): { readonly ref: string; readonly sid: number };
  /** `void` orders begin with a letter: a number is text. */
  order(isVoid?: boolean): { readonly ref: string; readonly sid: number };
  task(): { readonly ref: number; readonly sid: number };
  visit(): number;
  booking(): string;
  invoice(): string;
  property(): string;
}

/** The last number used of each. */
export interface LastNumbers {
  readonly request: number;
  readonly order: number;
  readonly task: number;
  readonly visit: number;
  readonly booking: number;
  readonly invoice: number;
  readonly property: number;
}

const START: LastNumbers = {
  request: 500_000,
  order: 3_000_000,
  task: 9_000_000,
  visit: 400_000,
  booking: 981_000,
  invoice: 40_000,
  property: 10_000,
};

const padded = (value: number): string => String(value).padStart(8, '0');

export function numbersAfter(start: LastNumbers = START): Numbers {
  const last: Record<keyof LastNumbers, number> = { ...start };
  const next = (of: keyof LastNumbers): number => (last[of] += 1);
  return {
    request: () => {
      const sid = next('request');
      return { sid, ref: padded(sid + 1_550_000) };
    },
    order: (isVoid = false) => {
      const sid = next('order');
      return { sid, ref: isVoid ? `V${String(sid - 3_000_000).padStart(7, '0')}` : padded(sid - 2_460_000) };
    },
    task: () => {
      const sid = next('task');
      return { sid, ref: sid - 2_000_000 };
    },
    visit: () => next('visit'),
    booking: () => String(next('booking')),
    invoice: () => `INV-${String(next('invoice')).padStart(6, '0')}`,
    property: () => padded(next('property')),
  };
}

/** Goes on where the database stands: what is planned for later, and not written yet, has its numbers already. */
export async function numbersOf(db: ClientBase): Promise<Numbers> {
  const { rows } = await db.query<LastNumbers>(
    `
    with late as (select content from sim.late_order),
      late_order as (select o from late, jsonb_array_elements(content->'orders') o)
    select
      greatest($1, (select max(rmreqst_sid) from rmreqst),
        (select max((content#>>'{request,rmreqst_sid}')::int) from late)) as request,
      greatest($2, (select max(rmworder_sid) from rmworder),
        (select max((o#>>'{row,rmworder_sid}')::int) from late_order)) as "order",
      greatest($3, (select max(rmtask_sid) from rmtask),
        (select max((t->>'rmtask_sid')::int) from late_order, jsonb_array_elements(o->'tasks') t)) as task,
      greatest($4, (select max(visit_sid) from visit),
        (select max((v->>'visit_sid')::int) from late_order, jsonb_array_elements(o->'visits') v)) as visit,
      (select coalesce(max((content->>'bookingId')::int), $5) from sim.delivery where channel = 'booking') as booking,
      (select coalesce(max(substring(content->>'number' from '[0-9]+$')::int), $6) from sim.invoice_file) as invoice,
      (select coalesce(max(prop_ref::int), $7) from property) as property`,
    [START.request, START.order, START.task, START.visit, START.booking, START.invoice, START.property],
  );
  return numbersAfter(rows[0] ?? START);
}
