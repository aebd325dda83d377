import { referenceKey } from '../reference.js';
import type { Groups } from './groups.js';
import type { Speaker } from './speaker.js';

/** The scheme whose numbers are unique by law: two of them cannot be one property. */
export const UPRN = 'uk/uprn';

/** What tells two entities apart beyond doubt: name of the mark → its values. */
type Marks = ReadonlyMap<string, ReadonlySet<string>>;

/**
 * Reference key → marks of what it identifies: its UPRN, and the tenancy that an order is for. What a speaker says beside its first
 * reference marks that one from the start, so that nothing is joined before it is known to differ.
 */
export function marksOf(speakers: readonly Speaker[]): ReadonlyMap<string, Marks> {
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
export function differ(a: string, b: string, groups: Groups, marks: ReadonlyMap<string, Marks>): boolean {
  const [mine, yours] = [inGroup(a, groups, marks), inGroup(b, groups, marks)];
  return [...mine].some(([name, values]) => {
    const others = yours.get(name);
    return others !== undefined && ![...others].some((it) => values.has(it));
  });
}

function inGroup(member: string, groups: Groups, marks: ReadonlyMap<string, Marks>): Marks {
  const all = new Map<string, Set<string>>();
  for (const key of groups.of(member))
    for (const [name, values] of marks.get(key) ?? [])
      all.set(name, new Set([...(all.get(name) ?? []), ...values]));
  return all;
}
