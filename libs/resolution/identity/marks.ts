import { referenceKey } from '#libs/model/reference.js';
import type { Marks } from './groups.js';
import type { IdentityClaim } from './identity-claim.js';

/** Scheme of the Unique Property Reference Number. It is unique by law: two of them cannot be one property. */
export const UPRN = 'uk/uprn';

/**
 * Reference key → marks of what it identifies: its UPRN, and the tenancy that an order is for. A UPRN beside the first reference of a claim
 * marks that first reference before anything is joined, so that two properties which differ are not joined first.
 */
export function marksOf(claims: readonly IdentityClaim[]): ReadonlyMap<string, Marks> {
  const marks = new Map<string, Map<string, Set<string>>>();
  const mark = (key: string, name: string, value: string): void => {
    const own = marks.get(key) ?? new Map<string, Set<string>>();
    own.set(name, (own.get(name) ?? new Set()).add(value));
    marks.set(key, own);
  };
  for (const { identity, tenancy } of claims) {
    const [first = ''] = identity.map(referenceKey);
    for (const reference of identity.filter((it) => it.scheme === UPRN)) {
      mark(referenceKey(reference), UPRN, reference.id);
      for (const key of [referenceKey(reference), first]) mark(key, `named beside ${UPRN}`, reference.id);
    }
    if (tenancy) mark(first, `tenancy ${tenancy.scheme}`, referenceKey(tenancy));
  }
  return marks;
}

/** Have these two groups a mark in common with no value in common? One common value is enough to be the same. */
export function differ(mine: Marks, yours: Marks): boolean {
  return [...mine].some(([name, values]) => {
    const others = yours.get(name);
    return others !== undefined && !overlap(values, others);
  });
}

function overlap(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  const [few, many] = a.size < b.size ? [a, b] : [b, a];
  return [...few].some((it) => many.has(it));
}
