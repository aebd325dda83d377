import type { QueryRunner } from 'typeorm';
import type { Batch } from '#libs/model/batch.js';
import type { Settled } from '#libs/resolution/settle/settle.js';

/** How many linking entities are folded in the commit that changed the other end of their links. A property may have twenty years of orders: the rest wait. */
export const LINKERS_AT_ONCE = 200;

/**
 * Queues the entities that wait, in the transaction that changed the other end of their links, so that none is forgotten. Where several
 * commits queue one entity, `live` wins: what one of them would ring, rings.
 */
export async function queueLinkers(
  runner: QueryRunner,
  { waiting }: Settled,
  { at, origin }: Pick<Batch, 'at' | 'origin'>,
): Promise<void> {
  if (waiting.length === 0) return;
  await runner.query(
    `insert into relink as r (entity_id, since, origin) select unnest($1::uuid[]), $2, $3
     on conflict (entity_id) do update set refused = null,
       origin = case when r.refused is null and r.origin = 'live' then 'live' else excluded.origin end`,
    [waiting, at, origin],
  );
}
