import { referenceKey, type Reference } from '#libs/model/reference.js';
import { Groups } from './groups.js';
import { differ, marksOf } from './marks.js';
import type { IdentityClaim } from './identity-claim.js';
import { joinsTooMany, claimsByReference } from './too-many.js';

export interface Joined {
  readonly groups: Groups;
  /** Speaker id → references kept aside. */
  readonly held: ReadonlyMap<string, readonly Reference[]>;
}

/**
 * Joins the references of each speaker, but for those that wait for approval: properties with different UPRNs, orders whose tenancies
 * differ, more than two groups at once. A speaker stays with the group of its first reference; the others are kept aside.
 *
 * I5: who is asked first decides what is held, so that order is one of content alone: fewest references first, then their text, then
 * who says it. Arrival and ids are not in it.
 */
export function join(speakers: readonly IdentityClaim[]): Joined {
  const held = new Map<string, readonly Reference[]>();
  const groups = new Groups(marksOf(speakers));
  const byReference = claimsByReference(speakers);
  for (const { speaker, keys } of inOrder(speakers)) {
    const [first, ...rest] = keys;
    if (first === undefined) continue;
    const tooMany = joinsTooMany(speaker, groups, byReference);
    const approved = rest.filter((key) => speaker.approved?.has(key) === true);
    for (const key of approved) groups.join(first, key);
    const aside = new Set<string>();
    for (const key of rest.filter((it) => !approved.includes(it)).sort()) {
      if (groups.of(key) === groups.of(first)) continue;
      if (tooMany || differ(groups.marksOf(first), groups.marksOf(key))) aside.add(key);
      else groups.join(first, key);
    }
    if (aside.size > 0)
      held.set(
        speaker.id,
        speaker.identity.filter((it) => aside.has(referenceKey(it))),
      );
  }
  return { groups, held };
}

interface Keyed {
  readonly speaker: IdentityClaim;
  readonly keys: readonly string[];
  readonly text: string;
}

function inOrder(speakers: readonly IdentityClaim[]): readonly Keyed[] {
  const keyed = speakers.map((speaker): Keyed => {
    const keys = speaker.identity.map(referenceKey);
    return { speaker, keys, text: [...[...keys].sort(), speaker.name].join('\n') };
  });
  return keyed.sort((a, b) => a.keys.length - b.keys.length || (a.text < b.text ? -1 : 1));
}
