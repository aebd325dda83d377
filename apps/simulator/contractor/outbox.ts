import type { ClientBase } from 'pg';
import type { Booking } from './booking.js';
import type { StatusUpdate } from './status-update.js';

/** One thing to post. `messageId` is the number of the delivery, never of what it tells. */
export type Delivery = { readonly messageId: string; readonly due: Date } & (
  | { readonly channel: 'booking'; readonly content: Booking }
  | { readonly channel: 'update'; readonly content: StatusUpdate }
);
export type OpenDelivery = Delivery & { readonly sid: string };

export async function planDeliveries(db: ClientBase, deliveries: readonly Delivery[]): Promise<void> {
  for (let at = 0; at < deliveries.length; at += 1000) {
    const rows = deliveries.slice(at, at + 1000).map(({ channel, messageId, due, content }) => ({
      channel,
      message_id: messageId,
      due: due.toISOString(),
      content,
    }));
    await db.query(
      `insert into sim.delivery (channel, message_id, due, content)
       select * from jsonb_to_recordset($1) as x (channel text, message_id text, due timestamptz, content jsonb)`,
      [JSON.stringify(rows)],
    );
  }
}

/** What is due and has not been taken, oldest first, without those that are under way. */
export async function dueDeliveries(
  db: Pick<ClientBase, 'query'>,
  limit: number,
  underWay: readonly string[],
): Promise<readonly OpenDelivery[]> {
  const { rows } = await db.query<OpenDelivery & { message_id: string }>(
    `select sid, channel, message_id, due, content from sim.delivery
     where sent is null and due <= clock_timestamp() and sid <> all($2::bigint[]) order by due, sid limit $1`,
    [limit, underWay],
  );
  return rows.map((row) => ({ ...row, messageId: row.message_id }));
}

export async function markSent(db: Pick<ClientBase, 'query'>, sids: readonly string[]): Promise<void> {
  await db.query('update sim.delivery set sent = clock_timestamp() where sid = any($1::bigint[])', [sids]);
}

export async function openDeliveries(db: Pick<ClientBase, 'query'>): Promise<number> {
  const { rows } = await db.query<{ open: number }>(
    'select count(*)::int as open from sim.delivery where sent is null',
  );
  return rows[0]?.open ?? 0;
}
