import { referenceKey } from '#libs/model/reference.js';
import type { Groups } from './groups.js';
import type { IdentityClaim } from './identity-claim.js';

/** Reference key → the claims that name it. */
export type ClaimsByReference = ReadonlyMap<string, readonly IdentityClaim[]>;

/** The claims by the references that they name. */
export function claimsByReference(claims: readonly IdentityClaim[]): ClaimsByReference {
  const byReference = new Map<string, IdentityClaim[]>();
  for (const claim of claims)
    for (const key of claim.identity.map(referenceKey)) {
      const known = byReference.get(key);
      if (known) known.push(claim);
      else byReference.set(key, [claim]);
    }
  return byReference;
}

/**
 * Would this claim by itself join more than two groups that other claims name apart, with two numbers of one scheme among them? Where each
 * number is of another scheme it joins nothing wrongly: several systems number one thing, and this record says so.
 */
export function joinsTooMany(claim: IdentityClaim, groups: Groups, byReference: ClaimsByReference): boolean {
  if (claim.identity.length < 3) return false;
  const own = Map.groupBy(claim.identity.map(referenceKey), (key) => groups.of(key));
  const apart = [...own].filter(([group, keys]) =>
    keys.some((key) =>
      byReference.get(key)?.some((other) => other !== claim && namesOnly(group, other, own, groups)),
    ),
  );
  if (apart.length < 3) return false;
  const schemes = apart.flatMap(([group]) => [...new Set([...group].map(schemeOf))]);
  return new Set(schemes).size < schemes.length;
}

/** Does the other claim name this group and none of the claim's other groups? */
const namesOnly = (
  group: ReadonlySet<string>,
  other: IdentityClaim,
  own: ReadonlyMap<ReadonlySet<string>, unknown>,
  groups: Groups,
): boolean =>
  other.identity.every((reference) => {
    const named = groups.of(referenceKey(reference));
    return named === group || !own.has(named);
  });

/** A reference key is scheme, colon, id; a scheme has no colon. */
const schemeOf = (key: string): string => key.slice(0, key.indexOf(':'));
