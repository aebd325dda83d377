import { referenceKey, type Reference } from '../reference.js';
import type { Groups } from './groups.js';
import type { Speaker } from './resolve.js';

/** The scheme whose numbers are unique by law: two of them cannot be one property. */
const UPRN = 'uk/uprn';

/**
 * Which references of a new speaker would join what must not be joined unasked: more than two components, or two properties with
 * different UPRNs. The speaker stays with the component of its first reference; the others are kept aside.
 */
export function heldReferences(
  speaker: Speaker,
  groups: Groups,
  joined: readonly Speaker[],
): readonly Reference[] {
  const known = speaker.identity.filter((it) => groups.has(referenceKey(it)));
  const roots = new Set(known.map((it) => groups.root(referenceKey(it))));
  if (roots.size < 2) return [];
  const tooMany = roots.size > 2;
  if (!tooMany && (speaker.kind !== 'property' || uprns(speaker, roots, groups, joined).size < 2)) return [];
  const [own] = roots;
  return known.filter((it) => groups.root(referenceKey(it)) !== own);
}

function uprns(
  speaker: Speaker,
  roots: ReadonlySet<string>,
  groups: Groups,
  joined: readonly Speaker[],
): ReadonlySet<string> {
  const inRoots = joined.filter(
    ({ identity: [first] }) => first && roots.has(groups.root(referenceKey(first))),
  );
  return new Set(
    [speaker, ...inRoots].flatMap((it) =>
      it.identity.filter((ref) => ref.scheme === UPRN).map((ref) => ref.id),
    ),
  );
}
