import type { QueryRunner } from 'typeorm';
import type { Batch } from '#libs/model/batch.js';

/** Notes the deliveries of this batch. Gives the ids of those that were committed before: their sender did not hear our answer. */
export async function repeatedDeliveries(
  runner: QueryRunner,
  { stream, items, at }: Batch,
): Promise<ReadonlySet<string>> {
  const ids = [...new Set(items.flatMap((it) => it.delivery ?? []))];
  if (ids.length === 0) return new Set();
  const inserted = (await runner.query(
    `insert into delivery (stream_id, id, received_at) select $1, unnest($2::text[]), $3 on conflict do nothing returning id`,
    [stream.id, ids, at],
  )) as readonly { readonly id: string }[];
  const fresh = new Set(inserted.map((it) => it.id));
  return new Set(ids.filter((id) => !fresh.has(id)));
}
