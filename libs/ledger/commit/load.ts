import type { QueryRunner } from 'typeorm';
import type { Accepted, HistoryEntry } from '#libs/canonical/fold/accepted.js';
import type { Known } from '#libs/canonical/identity/resolve.js';
import type { JsonObject } from '#libs/canonical/json.js';
import type { EntityKind, LinkType } from '#libs/canonical/kinds.js';
import type { Reference } from '#libs/canonical/reference.js';
import type { LedgerStream } from '#libs/canonical/batch.js';
import type { KnownRecord, StoredContribution } from './known-record.js';

/** A contribution with everything the fold needs, and where it is stored. */
export interface LoadedContribution extends Accepted {
  readonly recordId: number;
  readonly entity: string;
}

export interface EntityRow {
  readonly id: string;
  readonly kind: EntityKind;
  readonly state: string;
  readonly version: number;
  readonly personalVersion: number;
  readonly main: JsonObject;
  readonly personal: JsonObject | undefined;
}

interface RecordRow {
  readonly id: string;
  readonly key: string;
  readonly hash: string;
  readonly mapping_hash: string;
  readonly version: string;
  readonly floor: string;
  readonly state: 'applied' | 'filtered';
}

interface ContributionRow {
  readonly record_id: string;
  readonly part: string;
  readonly kind: EntityKind;
  readonly entity_id: string;
  readonly arrival: string;
  readonly identity: readonly Reference[];
  readonly held: readonly Reference[];
  readonly links: readonly { readonly type: LinkType; readonly reference: Reference }[];
  readonly fields: JsonObject;
  readonly changed_at: string | null;
  readonly history: readonly HistoryEntry[];
}

/** What is known of the records with these keys; keys not seen before get an id of their own. */
export async function loadRecords(
  runner: QueryRunner,
  stream: LedgerStream,
  keys: readonly string[],
): Promise<Map<string, KnownRecord>> {
  const rows = (await runner.query(
    `select id, key, encode(hash, 'hex') as hash, encode(mapping_hash, 'hex') as mapping_hash, version, floor, state
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
  floor: row.floor,
  state: row.state,
});

const newRecord = (id: number, key: string): KnownRecord => ({
  id,
  key,
  hash: '',
  mappingHash: '',
  version: '',
  floor: '',
  state: 'new',
  raw: undefined,
  parts: new Map(),
  dirty: false,
  removed: new Map(),
  changed: new Set(),
});

async function loadParts(runner: QueryRunner, records: readonly KnownRecord[]): Promise<void> {
  if (records.length === 0) return;
  const rows = (await runner.query(
    `select record_id, part, kind, entity_id, arrival, identity, held, links, fields, changed_at, history
     from contribution where record_id = any($1::bigint[])`,
    [records.map((it) => it.id)],
  )) as readonly ContributionRow[];
  const byId = new Map(records.map((it) => [it.id, it]));
  for (const row of rows) byId.get(Number(row.record_id))?.parts.set(row.part, storedFrom(row));
}

function storedFrom(row: ContributionRow): StoredContribution {
  const { part, kind, identity, held, links, fields, history } = row;
  const changed = row.changed_at === null ? {} : { changedAt: row.changed_at };
  return {
    part,
    kind,
    entity: row.entity_id,
    arrival: Number(row.arrival),
    identity,
    held,
    links,
    fields,
    history,
    ...changed,
  };
}

/** All contributions of these entities. */
export async function loadContributions(
  runner: QueryRunner,
  entities: readonly string[],
): Promise<readonly LoadedContribution[]> {
  if (entities.length === 0) return [];
  const rows = (await runner.query(
    `select c.record_id, c.part, c.kind, c.entity_id, c.arrival, c.identity, c.held, c.links, c.fields, c.changed_at, c.history,
            r.key, r.version, s.connector, s.name as stream, s.system
     from contribution c join record r on r.id = c.record_id join stream s on s.id = r.stream_id
     where c.entity_id = any($1::uuid[])`,
    [entities],
  )) as readonly (ContributionRow & {
    readonly key: string;
    readonly version: string;
    readonly connector: string;
    readonly stream: string;
    readonly system: string;
  })[];
  return rows.map((row) => {
    const { entity, ...stored } = storedFrom(row);
    const { key, version, connector, stream, system } = row;
    return {
      ...stored,
      key,
      version,
      connector,
      stream,
      system,
      recordId: Number(row.record_id),
      entity: entity ?? '',
    };
  });
}

export async function loadReferences(
  runner: QueryRunner,
  keys: readonly string[],
): Promise<Map<string, Known>> {
  if (keys.length === 0) return new Map();
  const rows = (await runner.query(
    `select key, scheme, id, period, entity_id, founded from reference where key = any($1::text[])`,
    [keys],
  )) as readonly {
    readonly key: string;
    readonly scheme: string;
    readonly id: string;
    readonly period: string | null;
    readonly entity_id: string | null;
    readonly founded: string | null;
  }[];
  return new Map(
    rows.map((row) => {
      const { scheme, id } = row;
      const reference = row.period === null ? { scheme, id } : { scheme, id, period: row.period };
      const entity = row.entity_id === null ? {} : { entity: row.entity_id };
      return [
        row.key,
        { reference, ...entity, ...(row.founded === null ? {} : { founded: Number(row.founded) }) },
      ];
    }),
  );
}

/** Entities that have a link to one of these references. */
export async function loadLinkers(
  runner: QueryRunner,
  references: readonly string[],
): Promise<readonly string[]> {
  if (references.length === 0) return [];
  const rows = (await runner.query(
    `select distinct c.entity_id from link l join contribution c using (record_id, part) where l.ref = any($1::text[])`,
    [references],
  )) as readonly { readonly entity_id: string }[];
  return rows.map((it) => it.entity_id);
}

export async function loadEntities(
  runner: QueryRunner,
  ids: readonly string[],
): Promise<Map<string, EntityRow>> {
  if (ids.length === 0) return new Map();
  const rows = (await runner.query(
    `select id, kind, state, version, personal_version, main, personal from entity where id = any($1::uuid[])`,
    [ids],
  )) as readonly (Omit<EntityRow, 'personalVersion' | 'personal'> & {
    readonly personal_version: number;
    readonly personal: JsonObject | null;
  })[];
  return new Map(
    rows.map(({ personal_version: personalVersion, personal, ...row }) => [
      row.id,
      { ...row, personalVersion, personal: personal ?? undefined },
    ]),
  );
}
