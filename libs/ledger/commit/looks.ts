import type { QueryRunner } from 'typeorm';
import { isTimed } from '#libs/canonical/deadlines/subject.js';
import type { Documents } from '#libs/canonical/settle/documents.js';

/** When the clock must look at each of these entities again; those without an open deadline are looked at no more. */
export async function writeLooks(runner: QueryRunner, documents: Documents): Promise<void> {
  const timed = [...documents].filter(([, { kind }]) => isTimed(kind));
  const open = timed.flatMap(([id, { document }]) =>
    document.nextLook === undefined ? [] : [{ entity_id: id, look_at: document.nextLook }],
  );
  const shut = timed.flatMap(([id, { document }]) => (document.nextLook === undefined ? [id] : []));
  if (shut.length > 0) await runner.query('delete from deadline where entity_id = any($1::uuid[])', [shut]);
  if (open.length === 0) return;
  await runner.query(
    `insert into deadline (entity_id, look_at)
     select entity_id, look_at from json_to_recordset($1::json) as it(entity_id uuid, look_at timestamptz)
     on conflict (entity_id) do update set look_at = excluded.look_at`,
    [JSON.stringify(open)],
  );
}
