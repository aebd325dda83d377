import type { IdentityClaim } from './identity-claim.js';
import type { Resolution } from './resolve.js';

/** What became of the entities of `before`, now that `entityOf` says which contribution belongs to which entity. */
export function mergesAndSplits(
  claims: readonly IdentityClaim[],
  entityOf: ReadonlyMap<string, string>,
  before: ReadonlySet<string>,
): Pick<Resolution, 'ended' | 'merged' | 'split'> {
  const now = new Set(entityOf.values());
  const ended = new Map<string, string | undefined>();
  const merged = new Set<string>();
  const split = new Set<string>();
  for (const old of before) {
    const former = claims.filter((it) => it.entity === old).sort((a, b) => a.arrival - b.arrival);
    const homes = new Set(former.flatMap((it) => entityOf.get(it.id) ?? []));
    const [home] = homes;
    // a contribution that moves to an entity which was there before splits nothing
    const newHomes = [...homes].filter((it) => !before.has(it));
    if (homes.size > 1 && newHomes.length > 0)
      [...newHomes, ...(homes.has(old) ? [old] : [])].forEach((it) => split.add(it));
    if (now.has(old)) continue;
    ended.set(old, home);
    if (home !== undefined) merged.add(home);
  }
  return { ended, merged, split };
}
