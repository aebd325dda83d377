import { isClock } from '#libs/deadlines/clock-fact.js';
import type { LedgerStream } from '#libs/model/batch.js';
import type { HeldReference } from '../fold/accepted-contribution.js';
import type { Resolution } from '../identity/resolve.js';
import type { IdentityClaim } from '../identity/identity-claim.js';
import { isObject } from '#libs/model/json.js';
import { contributionId, type KnownRecord } from '../records/known-record.js';
import { referenceKey, type Reference } from '#libs/model/reference.js';
import type { HeldRow, LoadedContribution } from './reads.js';

/** A contribution as it stands once the commit's records are taken. */
export interface CurrentContribution extends LoadedContribution {
  /** The commit says it anew. */
  readonly changed: boolean;
  /** As stored, before this commit. Absent: it is new. */
  readonly former?: Pick<LoadedContribution, 'entity' | 'held'>;
}

export const idOf = (it: { readonly recordId: number; readonly part: string }): string =>
  contributionId(it.recordId, it.part);

/** Every reference that a contribution names, held ones last: the first of them is never held. */
export const namedReferences = (it: {
  readonly identity: readonly Reference[];
  readonly held: readonly HeldReference[];
}): readonly Reference[] => (it.held.length === 0 ? it.identity : [...it.identity, ...it.held.map(plain)]);

const plain = ({ scheme, id, period }: HeldReference): Reference =>
  period === undefined ? { scheme, id } : { scheme, id, period };

/** The stored contributions with those of the commit's records in their place. */
export function currentContributions(
  stream: LedgerStream | undefined,
  touched: readonly KnownRecord[],
  stored: Iterable<LoadedContribution>,
): readonly CurrentContribution[] {
  const replaced = new Set(touched.map((it) => it.id));
  const kept = [...stored]
    .filter((it) => !replaced.has(it.recordId))
    .map((it) => ({ ...it, changed: false, former: it }));
  return stream ? [...kept, ...touched.flatMap((record) => contributionsOf(stream, record))] : kept;
}

const contributionsOf = (stream: LedgerStream, record: KnownRecord): readonly CurrentContribution[] =>
  [...record.parts.values()].map(({ entity, ...said }) => ({
    ...said,
    connector: stream.connector,
    stream: stream.name,
    system: stream.system,
    key: record.key,
    version: record.version,
    recordId: record.id,
    entity: entity ?? '',
    ...(entity === undefined ? {} : { former: { entity, held: said.held } }),
    changed: record.changed.has(said.part),
  }));

/** The contribution as far as identity is concerned. `rows`: by contribution id. */
export function identityClaim(
  it: CurrentContribution,
  rows: ReadonlyMap<string, readonly HeldRow[]>,
): IdentityClaim {
  const id = idOf(it);
  const approved = (rows.get(id) ?? []).filter((row) => row.decision === 'approved').map((row) => row.ref);
  const tenancy = it.kind === 'work-order' ? it.fields['tenancy'] : undefined;
  return {
    id,
    name: JSON.stringify([it.connector, it.stream, it.key, it.part]),
    kind: it.kind,
    identity: namedReferences(it),
    arrival: it.arrival,
    ...(isClock(it) ? { follows: true } : {}),
    ...(it.former === undefined ? {} : { entity: it.former.entity }),
    ...(approved.length === 0 ? {} : { approved: new Set(approved) }),
    ...(isObject(tenancy) ? { tenancy: tenancy as unknown as Reference } : {}),
  };
}

/** The contribution after identities are resolved. */
export function resolvedContribution(
  it: CurrentContribution,
  resolution: Resolution,
  rows: ReadonlyMap<string, readonly HeldRow[]>,
): CurrentContribution {
  const id = idOf(it);
  const entity = resolution.entityOf.get(id) ?? it.entity;
  const aside = new Set(resolution.held.get(id)?.map(referenceKey));
  if (aside.size === 0 && it.held.length === 0) return { ...it, entity };
  const refused = new Set(
    (rows.get(id) ?? []).filter((row) => row.decision === 'refused').map((row) => row.ref),
  );
  const named = namedReferences(it);
  return {
    ...it,
    entity,
    identity: named.filter((ref) => !aside.has(referenceKey(ref))),
    held: named
      .filter((ref) => aside.has(referenceKey(ref)))
      .map((ref) => (refused.has(referenceKey(ref)) ? { ...ref, refused: true } : ref)),
  };
}
