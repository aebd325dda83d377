import type { QueryRunner } from 'typeorm';
import type { FoldRules } from '#libs/resolution/fold/document.js';
import { isTimed } from '#libs/deadlines/subject.js';
import type { Documents } from '#libs/resolution/settle/documents.js';

/**
 * Writes when the clock must look at each of these entities again. An entity that ended, or has no open deadline, is looked at no more. A
 * process without deadline rules leaves the looks of the others alone: another process may have rules.
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
