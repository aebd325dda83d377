import type { LinkClaim } from '#libs/model/contribution.js';
import type { HeldReference, HistoryEntry } from '#libs/resolution/fold/accepted-contribution.js';
import type { JsonObject } from '#libs/model/json.js';
import type { EntityKind } from '#libs/model/kinds.js';
import type { StoredContribution } from '#libs/resolution/records/known-record.js';
import type { Reference } from '#libs/model/reference.js';

/** Of the table `contribution`, called `c`. */
export const CONTRIBUTION_COLUMNS = `c.record_id, c.part, c.kind, c.entity_id, c.arrival, c.identity, c.held, c.links, c.fields, c.changed_at,
  c.history, c.floor`;

export interface ContributionRow {
  readonly record_id: string;
  readonly part: string;
  readonly kind: EntityKind;
  readonly entity_id: string;
  readonly arrival: string;
  readonly identity: readonly Reference[];
  readonly held: readonly HeldReference[];
  readonly links: readonly LinkClaim[];
  readonly fields: JsonObject;
  readonly changed_at: string | null;
  readonly history: readonly HistoryEntry[];
  readonly floor: string;
}

export function storedFrom(row: ContributionRow): StoredContribution {
  const { part, kind, identity, held, links, fields, history, floor } = row;
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
    floor,
    ...changed,
  };
}
