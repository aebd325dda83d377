import { referenceKey } from '#libs/model/reference.js';
import type { Marks } from './groups.js';
import type { IdentityClaim } from './identity-claim.js';

/** The scheme whose numbers are unique by law: two of them cannot be one property. */
export const UPRN = 'uk/uprn';

/**
 * Reference key → marks of what it identifies: its UPRN, and the tenancy that an order is for. What a speaker says beside its first
 * reference marks that one from the start, so that nothing is joined before it is known to differ.
 */
export function marksOf(speakers: readonly IdentityClaim[]): ReadonlyMap<string, Marks> {
  const marks = new Map<string, Map<string, Set<string>>>();
  const mark = (at: string, name: string, value: string): void => {
    const own = marks.get(at) ?? new Map<string, Set<string>>();
    own.set(name, (own.get(name) ?? new Set()).add(value));
    marks.set(at, own);
  };
  for (const { identity, tenancy } of speakers) {
    const [first = ''] = identity.map(referenceKey);
    for (const reference of identity.filter((it) => it.scheme === UPRN)) {
      mark(referenceKey(reference), UPRN, reference.id);
      for (const at of [referenceKey(reference), first]) mark(at, `said ${UPRN}`, reference.id);
    }
    if (tenancy) mark(first, `tenancy ${tenancy.scheme}`, referenceKey(tenancy));
  }
  return marks;
}

/** Do these two groups bear the same mark with different values? One value in common is enough to be the same. */
export function differ(mine: Marks, yours: Marks): boolean {
  return [...mine].some(([name, values]) => {
    const others = yours.get(name);
    return others !== undefined && !meet(values, others);
  });
}

function meet(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  const [few, many] = a.size < b.size ? [a, b] : [b, a];
  return [...few].some((it) => many.has(it));
}
