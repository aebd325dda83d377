import { isFromClock } from '#libs/deadlines/clock-fact.js';
import type { LedgerStream } from '#libs/model/batch.js';
import type { HeldReference } from '../fold/accepted-contribution.js';
import type { Resolution } from '../identity/resolve.js';
import type { IdentityClaim } from '../identity/identity-claim.js';
import { canonicalJson, isObject, type JsonObject } from '#libs/model/json.js';
import { contributionId, type KnownRecord } from '../records/known-record.js';
import { referenceKey, type Reference } from '#libs/model/reference.js';
import type { HeldRow, LoadedContribution } from './reads.js';

/** A contribution as it stands once the records of the commit are taken in. */
export interface CurrentContribution extends LoadedContribution {
  /** A record of the commit changed it. */
  readonly changed: boolean;
  /** What is stored of it from before the commit. Absent where it is new. */
  readonly former?: Pick<LoadedContribution, 'entity' | 'held'>;
}

/** Contribution id → the held references of it, decided on or not. */
export type HeldRows = ReadonlyMap<string, readonly HeldRow[]>;

/** Every reference that a contribution names: those that identify its entity, then the held ones. The first is never held. */
export const namedReferences = ({
  identity,
  held,
}: {
  readonly identity: readonly Reference[];
  readonly held: readonly HeldReference[];
}): readonly Reference[] => (held.length === 0 ? identity : [...identity, ...held.map(withoutDecision)]);

const withoutDecision = ({ scheme, id, period }: HeldReference): Reference =>
  period === undefined ? { scheme, id } : { scheme, id, period };

/** The stored contributions; those of the touched records give way to what these records say now. `stream`: that of the records. */
export function currentContributions(
  stream: LedgerStream | undefined,
  touched: readonly KnownRecord[],
  stored: Iterable<LoadedContribution>,
): readonly CurrentContribution[] {
  const replaced = new Set(touched.map((it) => it.id));
  const kept = [...stored]
    .filter((it) => !replaced.has(it.recordId))
    .map((contribution) => ({ ...contribution, changed: false, former: contribution }));
  return stream ? [...kept, ...touched.flatMap((record) => contributionsOf(stream, record))] : kept;
}

const contributionsOf = (stream: LedgerStream, record: KnownRecord): readonly CurrentContribution[] =>
  [...record.parts.values()].map(({ entity, ...contribution }) => ({
    ...contribution,
    connector: stream.connector,
    stream: stream.name,
    system: stream.system,
    key: record.key,
    version: record.version,
    recordId: record.id,
    entity: entity ?? '',
    ...(entity === undefined ? {} : { former: { entity, held: contribution.held } }),
    changed: record.changed.has(contribution.part),
  }));

/** What the contribution claims of identity, with the references that somebody approved. */
export function identityClaim(contribution: CurrentContribution, rows: HeldRows): IdentityClaim {
  const { connector, stream, key, part, kind, fields, arrival, former } = contribution;
  const id = contributionId(contribution);
  const approved = (rows.get(id) ?? []).filter((row) => row.decision === 'approved').map((row) => row.ref);
  const tenancy = kind === 'work-order' ? fields['tenancy'] : undefined;
  return {
    id,
    name: JSON.stringify([connector, stream, key, part]),
    kind,
    identity: namedReferences(contribution),
    arrival,
    ...(isFromClock(contribution) ? { follows: true } : {}),
    ...(former === undefined ? {} : { entity: former.entity }),
    ...(approved.length === 0 ? {} : { approved: new Set(approved) }),
    ...(isObject(tenancy) ? { tenancy: tenancy as unknown as Reference } : {}),
  };
}

/** The contribution with the entity that it belongs to now, and with the references that are held now. */
export function resolvedContribution(
  contribution: CurrentContribution,
  resolution: Resolution,
  rows: HeldRows,
): CurrentContribution {
  const id = contributionId(contribution);
  const entity = resolution.entityOf.get(id) ?? contribution.entity;
  const heldKeys = new Set(resolution.held.get(id)?.map(referenceKey));
  if (heldKeys.size === 0 && contribution.held.length === 0) return { ...contribution, entity };
  const refused = new Set(
    (rows.get(id) ?? []).filter((row) => row.decision === 'refused').map((row) => row.ref),
  );
  const named = namedReferences(contribution);
  return {
    ...contribution,
    entity,
    identity: named.filter((ref) => !heldKeys.has(referenceKey(ref))),
    held: named
      .filter((ref) => heldKeys.has(referenceKey(ref)))
      .map((ref) => (refused.has(referenceKey(ref)) ? { ...ref, refused: true } : ref)),
  };
}

/** Does it belong to another entity than is stored, or are other references of it held? */
export const isPlacedAnew = ({ former, entity, held }: CurrentContribution): boolean =>
  former?.entity !== entity ||
  (former.held.length + held.length > 0 && heldText(former.held) !== heldText(held));

const heldText = (held: readonly HeldReference[]): string =>
  canonicalJson(held.map((it): JsonObject => ({ ...it })));
