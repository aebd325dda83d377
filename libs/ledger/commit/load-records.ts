import type { QueryRunner } from 'typeorm';
import type { LedgerStream } from '#libs/model/batch.js';
import { newRecord, type KnownRecord } from '#libs/resolution/records/known-record.js';
import { CONTRIBUTION_COLUMNS, storedFrom, type ContributionRow } from './contribution-row.js';

interface RecordRow {
  readonly id: string;
  readonly key: string;
  readonly hash: string;
  readonly mapping_hash: string;
  readonly version: string;
  readonly state: 'applied' | 'filtered';
  readonly read_at: Date;
}

/** What is known of the records with these keys; keys not seen before get an id of their own. */
export async function loadRecords(
  runner: QueryRunner,
  stream: LedgerStream,
  keys: readonly string[],
): Promise<Map<string, KnownRecord>> {
  const rows = (await runner.query(
    `select id, key, encode(hash, 'hex') as hash, encode(mapping_hash, 'hex') as mapping_hash, version, state, read_at
     from record where stream_id = $1 and key = any($2::text[])`,
    [stream.id, keys],
  )) as readonly RecordRow[];
  const known = new Map(rows.map((row) => [row.key, fromRow(row)]));
  const fresh = keys.filter((key) => !known.has(key));
  const ids = (await runner.query(
    `select nextval(pg_get_serial_sequence('record', 'id'))::text as id from generate_series(1, $1)`,
    [fresh.length],
  )) as readonly { readonly id: string }[];
  fresh.forEach((key, index) => known.set(key, newRecord(Number(ids[index]?.id), key)));
  await loadParts(
    runner,
    [...known.values()].filter((it) => it.state !== 'new'),
  );
  return known;
}

const fromRow = (row: RecordRow): KnownRecord => ({
  ...newRecord(Number(row.id), row.key),
  hash: row.hash,
  mappingHash: row.mapping_hash,
  version: row.version,
  state: row.state,
  readAt: row.read_at.toISOString(),
});

async function loadParts(runner: QueryRunner, records: readonly KnownRecord[]): Promise<void> {
  if (records.length === 0) return;
  const rows = (await runner.query(
    `select ${CONTRIBUTION_COLUMNS} from contribution c where record_id = any($1::bigint[])`,
    [records.map((it) => it.id)],
  )) as readonly ContributionRow[];
  const byId = new Map(records.map((it) => [it.id, it]));
  for (const row of rows) byId.get(Number(row.record_id))?.parts.set(row.part, storedFrom(row));
}
