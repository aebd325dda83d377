import { referenceKey, type Reference } from '#libs/model/reference.js';
import { Groups } from './groups.js';
import { differ, marksOf } from './marks.js';
import type { IdentityClaim } from './identity-claim.js';
import { joinsTooMany, claimsByReference } from './too-many.js';

/** Which references identify one thing, and which are held. */
export interface Joined {
  /** Groups of reference keys. */
  readonly groups: Groups;
  /** Contribution id → its references that are held. */
  readonly held: ReadonlyMap<string, readonly Reference[]>;
}

/**
 * Joins the references of each claim. Some joins wait for approval, and their references are held: properties with different UPRNs,
 * orders whose tenancies differ, more than two groups at once. A claim then stays in the group of its first reference.
 *
 * I5: the claim that comes first decides what is held, so the order of claims follows from their content alone: fewest references first,
 * then their text, then the claim's name. Neither arrival nor ids are part of it.
 */
export function join(claims: readonly IdentityClaim[]): Joined {
  const held = new Map<string, readonly Reference[]>();
  const groups = new Groups(marksOf(claims));
  const byReference = claimsByReference(claims);
  for (const { claim, keys } of inOrder(claims)) {
    const [first, ...others] = keys;
    if (first === undefined) continue;
    const tooMany = joinsTooMany(claim, groups, byReference);
    const approved = others.filter((key) => claim.approved?.has(key) === true);
    for (const key of approved) groups.join(first, key);
    const heldKeys = new Set<string>();
    for (const key of others.filter((it) => !approved.includes(it)).sort()) {
      if (groups.of(key) === groups.of(first)) continue;
      if (tooMany || differ(groups.marksOf(first), groups.marksOf(key))) heldKeys.add(key);
      else groups.join(first, key);
    }
    if (heldKeys.size > 0)
      held.set(
        claim.id,
        claim.identity.filter((it) => heldKeys.has(referenceKey(it))),
      );
  }
  return { groups, held };
}

interface KeyedClaim {
  readonly claim: IdentityClaim;
  /** Keys of its references, in their order. */
  readonly keys: readonly string[];
  /** What it is sorted by, after the number of references. */
  readonly text: string;
}

function inOrder(claims: readonly IdentityClaim[]): readonly KeyedClaim[] {
  const keyed = claims.map((claim): KeyedClaim => {
    const keys = claim.identity.map(referenceKey);
    return { claim, keys, text: [...[...keys].sort(), claim.name].join('\n') };
  });
  return keyed.sort((a, b) => a.keys.length - b.keys.length || (a.text < b.text ? -1 : 1));
}
