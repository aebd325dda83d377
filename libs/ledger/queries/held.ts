import { referenceKey, type Reference } from '#libs/model/reference.js';
import type { Decision } from '#libs/resolution/settle/reads.js';
import type { Ledger } from '../database/ledger.js';

/** One of the two entities that a held reference would make one. */
export interface HeldSide {
  readonly id: string;
  readonly kind: string;
  /** Keys of all numbers that identify it, a property's UPRN among them. */
  readonly references: readonly string[];
  /** Of a work order; personal. */
  readonly tenancy: string | undefined;
}

/** Why two entities are not joined unasked: what differs, else because one record would join more than two. */
export const HELD_REASONS = ['uprns-differ', 'tenancies-differ', 'more-than-two'] as const;
export type HeldReason = (typeof HELD_REASONS)[number];

/** A reference kept aside: approving it makes `own` and `other` one. */
export interface HeldMerge {
  readonly id: string;
  readonly state: 'open' | Decision;
  /** Connector and stream. */
  readonly by: string;
  readonly record: string;
  readonly part: string;
  /** Reference key. */
  readonly reference: string;
  /** Absent where it joins now, or nothing else speaks of the reference. */
  readonly because: HeldReason | undefined;
  readonly since: string;
  readonly decidedAt: string | undefined;
  /** The entity that the record is applied to; absent where the record is gone. */
  readonly own: HeldSide | undefined;
  /** The entity that the reference identifies; absent where nothing else speaks of it. */
  readonly other: HeldSide | undefined;
}

export interface HeldFilter {
  readonly state?: HeldMerge['state'] | 'all';
  readonly limit?: number;
}

/** Oldest first. */
export async function listHeld(
  ledger: Ledger,
  { state = 'open', limit = 50 }: HeldFilter,
): Promise<readonly HeldMerge[]> {
  const rows = await ledger.ask<HeldMergeRow>(
    `${SELECT} where $1 = 'all' or coalesce(h.decision, 'open') = $1 order by h.since, h.record_id, h.part, h.ref limit $2`,
    [state, limit],
  );
  return rows.map(mergeFrom);
}

/** By id or by the beginning of an id that is unique. */
export async function findHeld(ledger: Ledger, id: string): Promise<HeldMerge | undefined> {
  const [only, second] = await ledger.ask<HeldMergeRow>(`${SELECT} where h.id::text like $1 limit 2`, [
    `${id.replaceAll(/[^0-9a-f-]/gi, '')}%`,
  ]);
  return only && !second ? mergeFrom(only) : undefined;
}

interface SideRow {
  readonly id: string;
  readonly kind: string;
  readonly references: readonly Reference[];
  readonly tenancy: Reference | null;
}

interface HeldMergeRow {
  readonly id: string;
  readonly by: string;
  readonly key: string;
  readonly part: string;
  readonly ref: string;
  readonly since: Date;
  readonly decision: Decision | null;
  readonly decided_at: Date | null;
  readonly own: SideRow | null;
  readonly other: SideRow | null;
}

const side = (alias: string): string =>
  `case when ${alias}.id is null then null else jsonb_build_object('id', ${alias}.id, 'kind', ${alias}.kind,
     'references', ${alias}.main -> 'references', 'tenancy', ${alias}.personal -> 'tenancy') end`;

const SELECT = `select h.id, s.connector || '/' || s.name as by, r.key, h.part, h.ref, h.since, h.decision, h.decided_at,
    ${side('e')} as own, ${side('o')} as other
  from held h join record r on r.id = h.record_id join stream s on s.id = r.stream_id
    left join contribution c on c.record_id = h.record_id and c.part = h.part
    left join entity e on e.id = c.entity_id
    left join reference f on f.key = h.ref
    left join entity o on o.id = f.entity_id`;

function mergeFrom(row: HeldMergeRow): HeldMerge {
  const [own, other] = [sideFrom(row.own), sideFrom(row.other)];
  return {
    id: row.id,
    state: row.decision ?? 'open',
    by: row.by,
    record: row.key,
    part: row.part,
    reference: row.ref,
    because: own && other && own.id !== other.id ? reasonOf(own, other) : undefined,
    since: row.since.toISOString(),
    decidedAt: row.decided_at?.toISOString(),
    own,
    other,
  };
}

function reasonOf(own: HeldSide, other: HeldSide): HeldReason {
  const uprns = ({ references }: HeldSide): readonly string[] =>
    references.filter((it) => it.startsWith('uk/uprn:'));
  if (uprns(own).length > 0 && uprns(other).length > 0) return 'uprns-differ';
  const [mine, yours] = [own.tenancy, other.tenancy];
  return mine !== undefined && yours !== undefined && mine !== yours ? 'tenancies-differ' : 'more-than-two';
}

const sideFrom = (row: SideRow | null): HeldSide | undefined =>
  row === null
    ? undefined
    : {
        id: row.id,
        kind: row.kind,
        references: row.references.map(referenceKey),
        tenancy: row.tenancy ? referenceKey(row.tenancy) : undefined,
      };
