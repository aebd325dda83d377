import { referenceKey } from '#libs/model/reference.js';
import type { Groups } from './groups.js';
import type { IdentityClaim } from './identity-claim.js';

export type ClaimsByReference = ReadonlyMap<string, readonly IdentityClaim[]>;

export function claimsByReference(speakers: readonly IdentityClaim[]): ClaimsByReference {
  const found = new Map<string, IdentityClaim[]>();
  for (const speaker of speakers)
    for (const key of speaker.identity.map(referenceKey)) {
      const own = found.get(key);
      if (own) own.push(speaker);
      else found.set(key, [speaker]);
    }
  return found;
}

/**
 * Would this speaker alone make one of more than two groups that others speak of apart, with two numbers of one scheme among them?
 * One number of each scheme is no merge of several things: three systems speak of one, and this record says so.
 */
export function joinsTooMany(speaker: IdentityClaim, groups: Groups, all: ClaimsByReference): boolean {
  if (speaker.identity.length < 3) return false;
  const own = Map.groupBy(speaker.identity.map(referenceKey), (key) => groups.of(key));
  const apart = [...own].filter(([group, keys]) =>
    keys.some((key) => all.get(key)?.some((other) => other !== speaker && onlyOf(group, other, own, groups))),
  );
  if (apart.length < 3) return false;
  const schemes = apart.flatMap(([group]) => [...new Set([...group].map(schemeOf))]);
  return new Set(schemes).size < schemes.length;
}

/** Does the other speak of this group and of none of the speaker's other groups? */
const onlyOf = (
  group: ReadonlySet<string>,
  other: IdentityClaim,
  own: ReadonlyMap<ReadonlySet<string>, unknown>,
  groups: Groups,
): boolean =>
  other.identity.every((it) => {
    const at = groups.of(referenceKey(it));
    return at === group || !own.has(at);
  });

/** A reference key is scheme, colon, id; a scheme has no colon. */
const schemeOf = (key: string): string => key.slice(0, key.indexOf(':'));
