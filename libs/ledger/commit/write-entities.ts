import type { QueryRunner } from 'typeorm';
import type { StoredEntity } from '#libs/resolution/settle/reads.js';
import type { Settled } from '#libs/resolution/settle/settle.js';
import { rows } from './rows.js';

export async function writeReferences(
  runner: QueryRunner,
  changed: Settled['changedReferences'],
): Promise<void> {
  const values = [...changed].map(([key, { reference, entity, founded }]) => ({
    key,
    scheme: reference.scheme,
    id: reference.id,
    period: reference.period ?? null,
    entity_id: entity ?? null,
    founded: founded ?? null,
  }));
  if (values.length === 0) return;
  await runner.query(
    `insert into reference (key, scheme, id, period, entity_id, founded)
     select * from json_to_recordset($1::json) as it(key text, scheme text, id text, period text, entity_id uuid, founded bigint)
     on conflict (key) do update set entity_id = excluded.entity_id, founded = excluded.founded`,
    rows(values),
  );
}

export async function writeEntities(
  runner: QueryRunner,
  entities: readonly StoredEntity[],
  at: string,
): Promise<void> {
  if (entities.length === 0) return;
  const values = entities.map(({ personalVersion, personal, ...it }) => ({
    ...it,
    personal_version: personalVersion,
    personal: personal ?? null,
  }));
  await runner.query(
    `insert into entity (id, kind, state, version, personal_version, main, personal, changed_at)
     select id, kind, state, version, personal_version, main, personal, $2
     from json_to_recordset($1::json) as it(id uuid, kind text, state text, version int, personal_version int, main jsonb, personal jsonb)
     on conflict (id) do update set state = excluded.state, version = excluded.version, personal_version = excluded.personal_version,
       main = excluded.main, personal = excluded.personal, changed_at = excluded.changed_at`,
    [...rows(values), at],
  );
}
