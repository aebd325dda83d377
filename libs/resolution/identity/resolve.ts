import { referenceKey, type Reference } from '#libs/model/reference.js';
import { foundId } from './found-id.js';
import type { Groups } from './groups.js';
import type { IdentityClaim } from './identity-claim.js';
import { join } from './join.js';
import { mergesAndSplits } from './merges-and-splits.js';

/** What the ledger knows of a reference. */
export interface KnownReference {
  readonly reference: Reference;
  /** Id of the entity that it identifies; absent where it identifies none now. */
  readonly entity?: string;
  /** Its place in the order in which references founded ids; absent where it never founded one. */
  readonly founded?: number;
}

/** Which entity each contribution belongs to, and what became of the entities that were there before. */
export interface Resolution {
  /** Contribution id → entity id. */
  readonly entityOf: ReadonlyMap<string, string>;
  /** Reference key → what is known of it now: every reference of a claim, and every known one that lost its entity. */
  readonly references: ReadonlyMap<string, KnownReference>;
  /** Entity that has no contribution any more → the entity that it became part of; undefined where it is withdrawn. */
  readonly ended: ReadonlyMap<string, string | undefined>;
  /** Entities that took another one in. */
  readonly merged: ReadonlySet<string>;
  /** Entities that came out of another one, and what remains of that one. */
  readonly split: ReadonlySet<string>;
  /** Contribution id → references that are held, since to join them needs approval. */
  readonly held: ReadonlyMap<string, readonly Reference[]>;
}

/**
 * Decides which contributions belong to one entity: those of a connected component over shared references, where held references connect
 * nothing (I5). A component gets the id that was founded first among its references. `settle` calls it with what `gather` loaded.
 * `claims`: of all contributions that hang together with a changed one, also through held references. `known`: by reference key.
 * `before`: the entities that these contributions belonged to. `nextFounding` and arrival only choose between ids.
 */
export function resolve(
  claims: readonly IdentityClaim[],
  known: ReadonlyMap<string, KnownReference>,
  before: ReadonlySet<string>,
  nextFounding: number,
): Resolution {
  const joining = claims.filter((it) => it.follows !== true);
  const { groups, held } = join(joining);
  const unheld = joining.map((claim) => {
    const heldOfClaim = held.get(claim.id);
    return heldOfClaim
      ? { ...claim, identity: claim.identity.filter((it) => !heldOfClaim.includes(it)) }
      : claim;
  });
  const { entityOf, references } = assignIds(unheld, groups, known, nextFounding);
  const following = claims
    .filter((it) => it.follows === true)
    .flatMap((it) => followFirstReference(it, references));
  return {
    entityOf: new Map([...entityOf, ...following]),
    references,
    held,
    ...mergesAndSplits(unheld, entityOf, before),
  };
}

/**
 * Gives each component the id of the reference among its own that founded an id first. Where none ever did, the reference that arrived
 * first founds one now.
 */
function assignIds(
  claims: readonly IdentityClaim[],
  groups: Groups,
  known: ReadonlyMap<string, KnownReference>,
  nextFounding: number,
): Pick<Resolution, 'entityOf' | 'references'> {
  const components = Map.groupBy(claims, ({ identity: [first] }) =>
    groups.of(first ? referenceKey(first) : ''),
  );
  const references = new Map<string, KnownReference>(
    [...known].map(([key, { reference, founded }]) => [key, withoutEntity(reference, founded)]),
  );
  const entityOf = new Map<string, string>();
  let founding = nextFounding;
  for (const members of components.values()) {
    const byKey = new Map(members.flatMap((it) => it.identity).map((it) => [referenceKey(it), it]));
    const [firstFounder] = [...byKey.keys()]
      .flatMap((key) => known.get(key) ?? [])
      .filter((it) => it.founded !== undefined)
      .sort((a, b) => (a.founded ?? 0) - (b.founded ?? 0));
    const founder = firstFounder?.reference ?? firstArrived(members);
    if (!founder) continue;
    const id = foundId(founder);
    const newFounder = firstFounder ? undefined : referenceKey(founder);
    for (const [key, reference] of byKey) {
      const founded = known.get(key)?.founded ?? (key === newFounder ? founding : undefined);
      references.set(key, { ...withoutEntity(reference, founded), entity: id });
    }
    if (newFounder !== undefined) founding += 1;
    for (const member of members) entityOf.set(member.id, id);
  }
  return { entityOf, references };
}

const withoutEntity = (reference: Reference, founded: number | undefined): KnownReference =>
  founded === undefined ? { reference } : { reference, founded };

const firstArrived = (members: readonly IdentityClaim[]): Reference | undefined =>
  [...members].sort((a, b) => a.arrival - b.arrival)[0]?.identity[0];

/**
 * The clock's contribution belongs to the entity of its first reference. Where that identifies nothing any more, the contribution stays
 * with the entity that it had, and does not keep that entity alive.
 */
function followFirstReference(
  { id, identity: [first], entity }: IdentityClaim,
  references: Resolution['references'],
): readonly (readonly [string, string])[] {
  return first ? [[id, references.get(referenceKey(first))?.entity ?? entity ?? foundId(first)]] : [];
}
