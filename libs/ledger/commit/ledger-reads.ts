import type { QueryRunner } from 'typeorm';
import { UPRN } from '#libs/resolution/identity/marks.js';
import type { KnownReference } from '#libs/resolution/identity/resolve.js';
import type { JsonObject } from '#libs/model/json.js';
import type {
  Decision,
  StoredEntity,
  HeldRow,
  LedgerReads,
  LoadedContribution,
} from '#libs/resolution/settle/reads.js';
import { CONTRIBUTION_COLUMNS, storedFrom, type ContributionRow } from './contribution-row.js';

/** What a commit asks of the ledger, inside its transaction. A question about nothing costs nothing. */
export function ledgerReads(runner: QueryRunner): LedgerReads {
  const ask = async <Row>(sql: string, keys: readonly string[]): Promise<readonly Row[]> =>
    keys.length === 0 ? [] : ((await runner.query(sql, [keys])) as readonly Row[]);
  return {
    references: async (keys) =>
      new Map(
        (
          await ask<LoadedReference>(
            `select key, scheme, id, period, entity_id, founded from reference where key = any($1::text[])`,
            keys,
          )
        ).map((row) => [row.key, knownFrom(row)]),
      ),
    contributions: async (entities) => (await ask<SpeakingRow>(CONTRIBUTIONS, entities)).map(loadedFrom),
    held: async (references) =>
      (
        await ask<LoadedHeld>(
          `select h.record_id, h.part, h.ref, h.decision, c.entity_id
           from held h left join contribution c using (record_id, part) where h.ref = any($1::text[])`,
          references,
        )
      ).map(heldFrom),
    tied: async (entities) => (await ask<{ readonly entity: string }>(TIED, entities)).map((it) => it.entity),
    linkers: async (references) =>
      (
        await ask<{ readonly entity_id: string }>(
          `select distinct c.entity_id from link l join contribution c using (record_id, part)
           where l.ref = any($1::text[])`,
          references,
        )
      ).map((it) => it.entity_id),
    uprns: async (entities) =>
      new Map(
        (
          await ask<{ readonly entity_id: string; readonly id: string }>(
            `select entity_id, id from reference where scheme = '${UPRN}' and entity_id = any($1::uuid[]) order by id collate "C" desc`,
            entities,
          )
        ).map((it) => [it.entity_id, it.id]),
      ),
    entities: async (ids) =>
      new Map(
        (
          await ask<EntityColumns>(
            `select id, kind, state, version, personal_version, main, personal from entity where id = any($1::uuid[])`,
            ids,
          )
        ).map((row) => [row.id, entityFrom(row)]),
      ),
  };
}

/** A held reference ties the entity of its contribution to the one it identifies, and to others that it is held in. */
const TIED = `with recursive tie as materialized (
    select c.entity_id as entity, h.ref from held h join contribution c using (record_id, part)
    union select f.entity_id, h.ref from held h join reference f on f.key = h.ref where f.entity_id is not null),
  near (entity) as (
    select unnest($1::uuid[])
    union select other.entity from near join tie on tie.entity = near.entity join tie other on other.ref = tie.ref)
  select entity from near`;

const CONTRIBUTIONS = `select ${CONTRIBUTION_COLUMNS}, r.key, r.version, s.connector, s.name as stream, s.system
  from contribution c join record r on r.id = c.record_id join stream s on s.id = r.stream_id
  where c.entity_id = any($1::uuid[])`;

type SpeakingRow = ContributionRow &
  Pick<LoadedContribution, 'key' | 'version' | 'connector' | 'stream' | 'system'>;

function loadedFrom(row: SpeakingRow): LoadedContribution {
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
}

interface LoadedReference {
  readonly key: string;
  readonly scheme: string;
  readonly id: string;
  readonly period: string | null;
  readonly entity_id: string | null;
  readonly founded: string | null;
}

function knownFrom({ scheme, id, period, entity_id: entity, founded }: LoadedReference): KnownReference {
  return {
    reference: period === null ? { scheme, id } : { scheme, id, period },
    ...(entity === null ? {} : { entity }),
    ...(founded === null ? {} : { founded: Number(founded) }),
  };
}

interface LoadedHeld {
  readonly record_id: string;
  readonly part: string;
  readonly ref: string;
  readonly decision: Decision | null;
  readonly entity_id: string | null;
}

const heldFrom = ({ record_id, part, ref, decision, entity_id }: LoadedHeld): HeldRow => ({
  recordId: Number(record_id),
  part,
  ref,
  decision: decision ?? undefined,
  entity: entity_id ?? undefined,
});

type EntityColumns = Omit<StoredEntity, 'personalVersion' | 'personal'> & {
  readonly personal_version: number;
  readonly personal: JsonObject | null;
};

const entityFrom = ({
  personal_version: personalVersion,
  personal,
  ...row
}: EntityColumns): StoredEntity => ({
  ...row,
  personalVersion,
  personal: personal ?? undefined,
});
