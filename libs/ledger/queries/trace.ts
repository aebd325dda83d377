import type { JsonObject } from '#libs/model/json.js';
import type { Ledger } from '../database/ledger.js';
import { EntityRow } from '../database/tables/entity-row.js';
import { ReferenceRow } from '../database/tables/reference-row.js';

/** One thing that one record says about an entity. */
export interface TracedStatement {
  readonly by: string;
  readonly record: string;
  readonly part: string;
  readonly version: string | undefined;
  readonly changedAt: string | undefined;
  /** When Lintel took it. */
  readonly readAt: string;
  /** Names of the fields it speaks of; values are asked for apart, since they may be personal. */
  readonly fields: readonly string[];
  readonly identity: readonly string[];
  readonly versionsSeen: number;
}

export interface PublishedVersion {
  readonly number: number;
  readonly topic: string;
  readonly version: number;
  readonly changes: string;
  readonly at: string;
}

export interface TracedEntity {
  readonly id: string;
  readonly kind: string;
  readonly state: string;
  readonly version: number;
  readonly document: JsonObject;
  readonly personal: JsonObject | undefined;
  readonly said: readonly TracedStatement[];
  /** Versions that the outbox still holds, oldest first. */
  readonly versions: readonly PublishedVersion[];
}

export interface Trace {
  readonly entity: TracedEntity;
  /** How the other entity hangs on the traced one: link type, and whose link it is. */
  readonly linked: readonly {
    readonly type: string;
    readonly direction: 'to' | 'from';
    readonly entity: TracedEntity;
  }[];
}

/** More linked entities than this are counted, not shown (an estate has thousands of orders). */
const MOST_LINKED = 50;

/** Entities that a reference identifies: `uh/workOrder:00545095`, the bare number, or an entity id. */
export async function findEntities(ledger: Ledger, text: string): Promise<readonly string[]> {
  const byKey = await ledger.find(ReferenceRow, (rows) =>
    rows
      .createQueryBuilder('r')
      .where('(r.key = :text or r.id = :text)', { text })
      .andWhere('r.entity_id is not null')
      .getMany(),
  );
  const ids = byKey.flatMap((it) => it.entityId ?? []);
  if (/^[0-9a-f]{8}-[0-9a-f-]{27}$/.test(text)) {
    const entity = await ledger.find(EntityRow, (rows) => rows.findOneBy({ id: text }));
    if (entity) ids.push(entity.id);
  }
  return [...new Set(ids)];
}

/** What each system said of an entity, what hangs on it, and its versions. */
export async function traceEntity(ledger: Ledger, id: string): Promise<Trace | undefined> {
  const entity = await tracedEntity(ledger, id);
  if (!entity) return undefined;
  const ends = await ledger.ask<{
    readonly type: string;
    readonly direction: 'to' | 'from';
    readonly id: string;
  }>(
    `select distinct link ->> 'type' as type, 'to' as direction, (link ->> 'id')::uuid as id
     from entity e, jsonb_array_elements(e.main -> 'links') link where e.id = $1 and link ? 'id'
     union
     select distinct claim ->> 'type', 'from', c.entity_id
     from reference r join link l on l.ref = r.key join contribution c using (record_id, part),
       jsonb_array_elements(c.links) claim
     where r.entity_id = $1
       and concat(claim #>> '{reference,scheme}', ':', claim #>> '{reference,id}') = split_part(r.key, '@', 1)
     limit ${MOST_LINKED}`,
    [id],
  );
  const linked = [];
  for (const end of ends) {
    const other = await tracedEntity(ledger, end.id);
    if (other) linked.push({ type: end.type, direction: end.direction, entity: other });
  }
  return { entity, linked };
}

async function tracedEntity(ledger: Ledger, id: string): Promise<TracedEntity | undefined> {
  const row = await ledger.find(EntityRow, (rows) => rows.findOneBy({ id }));
  if (!row) return undefined;
  const { kind, state, version, main, personal } = row;
  return {
    id,
    kind,
    state,
    version,
    document: main,
    personal: personal ?? undefined,
    said: await statementsOf(ledger, id),
    versions: await versionsOf(ledger, id),
  };
}

async function statementsOf(ledger: Ledger, id: string): Promise<readonly TracedStatement[]> {
  const rows = await ledger.ask<{
    readonly by: string;
    readonly key: string;
    readonly part: string;
    readonly version: string;
    readonly changed_at: string | null;
    readonly read_at: Date;
    readonly fields: readonly string[];
    readonly identity: readonly string[];
    readonly versions: number;
  }>(
    `select s.connector || '/' || s.name as by, r.key, c.part, r.version, c.changed_at, r.read_at,
       array(select jsonb_object_keys(c.fields)) || array(select distinct jsonb_object_keys(h -> 'items') from jsonb_array_elements(c.history) h) as fields,
       array(select concat(i ->> 'scheme', ':', i ->> 'id') from jsonb_array_elements(c.identity) i) as identity,
       jsonb_array_length(c.history) as versions
     from contribution c join record r on r.id = c.record_id join stream s on s.id = r.stream_id
     where c.entity_id = $1 order by c.changed_at nulls first, c.arrival`,
    [id],
  );
  return rows.map((row) => ({
    by: row.by,
    record: row.key,
    part: row.part,
    version: versionText(row.version),
    changedAt: row.changed_at ?? undefined,
    readAt: row.read_at.toISOString(),
    fields: row.fields,
    identity: row.identity,
    versionsSeen: row.versions,
  }));
}

/** `xid8 000…0812` is shown as `812`. */
const versionText = (stored: string): string | undefined => {
  const [, sort = ''] = stored.split(' ');
  return sort === '' ? undefined : sort.replace(/^0+(?=\d)/, '');
};

async function versionsOf(ledger: Ledger, id: string): Promise<readonly PublishedVersion[]> {
  const rows = await ledger.ask<{
    readonly number: string;
    readonly topic: string;
    readonly version: number;
    readonly changes: string;
    readonly at: Date;
  }>(
    `select number, topic, version, headers ->> 'changes' as changes, at from outbox where key = $1 order by number`,
    [id],
  );
  return rows.map((it) => ({ ...it, number: Number(it.number), at: it.at.toISOString() }));
}
