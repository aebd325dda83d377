import type { QueryRunner } from 'typeorm';
import type { FoldRules } from '#libs/resolution/fold/document.js';
import { isTimed } from '#libs/deadlines/subject.js';
import type { Documents } from '#libs/resolution/settle/documents.js';

/**
 * When the clock must look at each of these entities again; those that ended, or have no open deadline, are looked at no more. A process
 * that has no rules leaves the looks of those that go on: another may have some.
 */
export async function writeLooks(
  runner: QueryRunner,
  documents: Documents,
  { deadlines }: Pick<FoldRules, 'deadlines'>,
): Promise<void> {
  const timed = [...documents].filter(([, { kind }]) => isTimed(kind));
  const open = timed.flatMap(([id, { document }]) =>
    document.nextLook === undefined ? [] : [{ entity_id: id, look_at: document.nextLook }],
  );
  const shut = timed.flatMap(([id, { document }]) =>
    document.nextLook === undefined && (deadlines !== undefined || document.main['state'] !== 'current')
      ? [id]
      : [],
  );
  if (shut.length > 0) await runner.query('delete from deadline where entity_id = any($1::uuid[])', [shut]);
  if (open.length === 0) return;
  await runner.query(
    `insert into deadline (entity_id, look_at)
     select entity_id, look_at from json_to_recordset($1::json) as it(entity_id uuid, look_at timestamptz)
     on conflict (entity_id) do update set look_at = excluded.look_at`,
    [JSON.stringify(open)],
  );
}
