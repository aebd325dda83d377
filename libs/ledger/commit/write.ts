import type { QueryRunner } from 'typeorm';
import { referenceKey } from '#libs/canonical/reference.js';
import type { Batch } from '#libs/canonical/batch.js';
import { contributionId, type EntityOutcome } from './entities.js';
import type { NewEvent } from './events.js';
import type { KnownRecord } from './known-record.js';
import type { EntityRow } from './load.js';

/** Bulk writes: one JSON parameter per table, unpacked by PostgreSQL. Rows that did not change are not written. */
const rows = (values: readonly unknown[]): [string] => [JSON.stringify(values)];

export async function writeRecords(
  runner: QueryRunner,
  batch: Batch,
  records: readonly KnownRecord[],
): Promise<void> {
  const values = records
    .filter((it) => it.dirty)
    .map((it) => ({
      id: it.id,
      key: it.key,
      hash: it.hash,
      mapping_hash: it.mappingHash,
      version: it.version,
      floor: it.floor,
      state: it.state,
      raw: it.raw === undefined ? null : Buffer.from(it.raw).toString('base64'),
    }));
  if (values.length === 0) return;
  await runner.query(
    `insert into record (id, stream_id, key, hash, mapping_hash, version, floor, state, raw, read_at)
     select id, $2, key, decode(hash, 'hex'), decode(mapping_hash, 'hex'), version, floor, state, decode(raw, 'base64'), $3
     from json_to_recordset($1::json) as it(id bigint, key text, hash text, mapping_hash text, version text, floor text, state text, raw text)
     on conflict (id) do update set hash = excluded.hash, mapping_hash = excluded.mapping_hash, version = excluded.version,
       floor = excluded.floor, state = excluded.state, read_at = excluded.read_at,
       raw = case when excluded.state = 'filtered' then null else coalesce(excluded.raw, record.raw) end`,
    [...rows(values), batch.stream.id, batch.at],
  );
}

export async function writeContributions(
  runner: QueryRunner,
  records: readonly KnownRecord[],
  settled: EntityOutcome,
): Promise<void> {
  const removed = records.flatMap((it) => [...it.removed.keys()].map((part) => ({ record_id: it.id, part })));
  const values = records.flatMap((record) =>
    [...record.changed].flatMap((part) => {
      const said = record.parts.get(part);
      const id = contributionId(record.id, part);
      if (!said) return [];
      const held = settled.resolution.held.get(id) ?? said.held;
      return [
        {
          record_id: record.id,
          part,
          kind: said.kind,
          entity_id: settled.resolution.entityOf.get(id),
          arrival: said.arrival,
          identity: said.identity.filter((it) => !held.includes(it)),
          held,
          links: said.links,
          fields: said.fields,
          changed_at: said.changedAt ?? null,
          history: said.history,
          refs: [...new Set(said.links.map((it) => referenceKey(it.reference)))],
        },
      ];
    }),
  );
  const gone = [...removed, ...values.map(({ record_id, part }) => ({ record_id, part }))];
  if (gone.length === 0) return;
  await runner.query(
    `delete from link l using json_to_recordset($1::json) as it(record_id bigint, part text)
     where l.record_id = it.record_id and l.part = it.part`,
    rows(gone),
  );
  if (removed.length > 0)
    await runner.query(
      `delete from contribution c using json_to_recordset($1::json) as it(record_id bigint, part text)
       where c.record_id = it.record_id and c.part = it.part`,
      rows(removed),
    );
  if (values.length === 0) return;
  await runner.query(
    `with said as (select * from json_to_recordset($1::json) as it(record_id bigint, part text, kind text, entity_id uuid, arrival bigint,
       identity jsonb, held jsonb, links jsonb, fields jsonb, changed_at text, history jsonb, refs jsonb)),
     linked as (insert into link (ref, record_id, part)
       select jsonb_array_elements_text(refs), record_id, part from said)
     insert into contribution (record_id, part, kind, entity_id, arrival, identity, held, links, fields, changed_at, history)
     select record_id, part, kind, entity_id, arrival, identity, held, links, fields, changed_at, history from said
     on conflict (record_id, part) do update set kind = excluded.kind, entity_id = excluded.entity_id, arrival = excluded.arrival,
       identity = excluded.identity, held = excluded.held, links = excluded.links, fields = excluded.fields,
       changed_at = excluded.changed_at, history = excluded.history`,
    rows(values),
  );
}

/** Contributions of other records that now speak of another entity. */
export async function writeMoved(runner: QueryRunner, moved: EntityOutcome['moved']): Promise<void> {
  const values = [...moved.values()].map((it) => ({
    record_id: it.recordId,
    part: it.part,
    entity_id: it.entity,
  }));
  if (values.length === 0) return;
  await runner.query(
    `update contribution c set entity_id = it.entity_id
     from json_to_recordset($1::json) as it(record_id bigint, part text, entity_id uuid)
     where c.record_id = it.record_id and c.part = it.part`,
    rows(values),
  );
}

export async function writeReferences(
  runner: QueryRunner,
  changed: EntityOutcome['changedReferences'],
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
  entities: readonly EntityRow[],
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

/** Appends under the gapless counter that the caller holds locked. Gives the newest number. */
export async function writeOutbox(
  runner: QueryRunner,
  batch: Pick<Batch, 'origin' | 'traceparent' | 'at'>,
  events: readonly NewEvent[],
  lastNumber: number,
  source: string,
): Promise<number> {
  if (events.length === 0) return lastNumber;
  const newest = lastNumber + events.length;
  await ensurePartitions(runner, lastNumber + 1, newest);
  const values = events.map((it, index) => ({
    number: lastNumber + 1 + index,
    topic: it.topic,
    key: it.key,
    version: it.version,
    headers: { changes: it.changes.join(','), origin: batch.origin, source, traceparent: batch.traceparent },
    value: it.value,
  }));
  await runner.query(
    `insert into outbox (number, topic, key, version, headers, value, at)
     select number, topic, key, version, headers, value, $2
     from json_to_recordset($1::json) as it(number bigint, topic text, key text, version int, headers jsonb, value text)`,
    [...rows(values), batch.at],
  );
  return newest;
}

/** Events per partition of the outbox: old ones go by dropping partitions, without a DELETE per row. */
export const OUTBOX_PARTITION = 250_000;

/** By number range, so that no jump of the clock can find no partition. */
async function ensurePartitions(runner: QueryRunner, first: number, last: number): Promise<void> {
  const from = Math.floor(first / OUTBOX_PARTITION);
  const to = Math.floor(last / OUTBOX_PARTITION);
  if (from === to && first % OUTBOX_PARTITION !== 0 && first !== 1) return;
  for (let index = from; index <= to; index += 1)
    await runner.query(
      `create table if not exists outbox_${index} partition of outbox
       for values from (${index * OUTBOX_PARTITION}) to (${(index + 1) * OUTBOX_PARTITION})`,
    );
}
