import type { QueryRunner } from 'typeorm';
import type { Batch } from '#libs/model/batch.js';
import type { Settled } from '#libs/resolution/settle/settle.js';

/** Linkers that are told in the commit that moved their links' ends. A property may have every order of twenty years: more wait. */
export const LINKERS_AT_ONCE = 200;

/** In the transaction that moved their links' ends, so that none is forgotten. What one of several commits rings, rings. */
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
