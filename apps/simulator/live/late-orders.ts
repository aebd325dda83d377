import type { ClientBase } from 'pg';
import { insertRow } from '../housing/write.js';
import type { OrderRow, RequestRow, TaskRow, VisitRow } from '../housing/tables.js';

/** A request with its orders that the housing system writes later, in a transaction that it holds open for a while. */
export interface LateOrder {
  readonly due: Date;
  readonly holdMs: number;
  readonly request: RequestRow | undefined;
  readonly orders: readonly {
    readonly row: OrderRow;
    readonly tasks: readonly TaskRow[];
    readonly visits: readonly VisitRow[];
  }[];
}
export type OpenLateOrder = LateOrder & { readonly sid: string };

export async function planLateOrders(db: ClientBase, late: readonly LateOrder[]): Promise<void> {
  for (const { due, ...content } of late)
    await db.query('insert into sim.late_order (due, content) values ($1, $2)', [
      due,
      JSON.stringify(content),
    ]);
}

export async function dueLateOrders(db: Pick<ClientBase, 'query'>): Promise<readonly OpenLateOrder[]> {
  const { rows } = await db.query<{ sid: string; due: Date; content: Omit<LateOrder, 'due'> }>(
    `select sid, due, content from sim.late_order
     where inserted is null and due <= clock_timestamp() order by due, sid limit 20`,
  );
  return rows.map(({ sid, due, content }) => ({ sid, due, ...content }));
}

export async function openLateOrders(db: Pick<ClientBase, 'query'>): Promise<number> {
  const { rows } = await db.query<{ open: number }>(
    'select count(*)::int as open from sim.late_order where inserted is null',
  );
  return rows[0]?.open ?? 0;
}

/** Writes the rows; the note that it is done stands in the same transaction. The caller commits. */
export async function writeLateOrder(db: ClientBase, late: OpenLateOrder): Promise<void> {
  await db.query('update sim.late_order set inserted = clock_timestamp() where sid = $1', [late.sid]);
  if (late.request) await insertRow(db, 'rmreqst', late.request);
  for (const { row, tasks, visits } of late.orders) {
    await insertRow(db, 'rmworder', row);
    for (const task of tasks) await insertRow(db, 'rmtask', task);
    for (const visit of visits) await insertRow(db, 'visit', visit);
  }
}
