import { In } from 'typeorm';
import { isObject, type JsonObject } from '#libs/model/json.js';
import type { EntityKind } from '#libs/model/kinds.js';
import type { Ledger } from '../database/ledger.js';
import { EntityRow } from '../database/tables/entity-row.js';

/** Entities of a kind among these, in the order of their ids. */
export async function entitiesOf(
  ledger: Ledger,
  kind: EntityKind,
  ids: readonly string[],
): Promise<readonly EntityRow[]> {
  return ledger.find(EntityRow, (rows) =>
    rows.find({ where: { kind, id: In([...ids]) }, order: { id: 'asc' } }),
  );
}

/** The newest documents of an entity. */
export interface EntityDocuments {
  readonly main: JsonObject;
  readonly personal: JsonObject | undefined;
}

/** The documents of a work order and of what hangs on it. */
export interface OrderDocuments extends EntityDocuments {
  readonly requests: readonly EntityDocuments[];
  /** By entity id. */
  readonly properties: ReadonlyMap<string, EntityDocuments>;
  readonly followOns: readonly JsonObject[];
}

/** A work order with its requests, its properties and the orders that follow on it, as they stand now. */
export async function orderFile(ledger: Ledger, order: EntityRow): Promise<OrderDocuments> {
  const requests = await entitiesOf(ledger, 'request', linkedIds(order.main, 'answers'));
  const properties = await entitiesOf(ledger, 'property', linkedIds(order.main, 'at'));
  const followOns = await entitiesOf(ledger, 'work-order', await followOnIds(ledger, order.id));
  return {
    ...documentsOf(order),
    requests: requests.map(documentsOf),
    properties: new Map(properties.map((it) => [it.id, documentsOf(it)])),
    followOns: followOns.map((it) => it.main),
  };
}

const documentsOf = ({ main, personal }: EntityRow): EntityDocuments => ({
  main,
  personal: personal ?? undefined,
});

function linkedIds(main: JsonObject, type: string): readonly string[] {
  const links = Array.isArray(main['links']) ? (main['links'] as readonly unknown[]).filter(isObject) : [];
  return links.flatMap((it) => (it['type'] === type && typeof it['id'] === 'string' ? [it['id']] : []));
}

async function followOnIds(ledger: Ledger, id: string): Promise<readonly string[]> {
  const rows = await ledger.ask<{ readonly id: string }>(
    `select distinct c.entity_id as id
     from reference r join link l on l.ref = r.key join contribution c using (record_id, part),
       jsonb_array_elements(c.links) claim
     where r.entity_id = $1 and c.entity_id is not null and claim ->> 'type' = 'followOnOf'
       and concat(claim #>> '{reference,scheme}', ':', claim #>> '{reference,id}') = split_part(r.key, '@', 1)`,
    [id],
  );
  return rows.map((it) => it.id);
}
