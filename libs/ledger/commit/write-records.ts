import type { QueryRunner } from 'typeorm';
import type { Batch } from '#libs/model/batch.js';
import type { KnownRecord } from '#libs/resolution/records/known-record.js';
import { rows } from './rows.js';

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
      state: it.state,
      raw: it.raw === undefined ? null : Buffer.from(it.raw).toString('base64'),
    }));
  if (values.length === 0) return;
  await runner.query(
    `insert into record (id, stream_id, key, hash, mapping_hash, version, state, raw, read_at)
     select id, $2, key, decode(hash, 'hex'), decode(mapping_hash, 'hex'), version, state, decode(raw, 'base64'), $3
     from json_to_recordset($1::json) as it(id bigint, key text, hash text, mapping_hash text, version text, state text, raw text)
     on conflict (id) do update set hash = excluded.hash, mapping_hash = excluded.mapping_hash, version = excluded.version,
       state = excluded.state, read_at = excluded.read_at,
       raw = case when excluded.state = 'filtered' then null else coalesce(excluded.raw, record.raw) end`,
    [...rows(values), batch.stream.id, batch.at],
  );
}
