import { canonicalJson } from '#libs/model/json.js';
import type { EntityKind } from '#libs/model/kinds.js';
import type { AcceptedContribution } from './accepted-contribution.js';
import { compareFor, type KindAuthority } from './order.js';

/** What says who is meant, and how they are reached. */
interface Person {
  /** By the authority of the first of these it is decided who it is. */
  readonly named: readonly string[];
  readonly reached: readonly string[];
}

const PERSON: Readonly<Partial<Record<EntityKind, Person>>> = {
  request: { named: ['contactName', 'tenancy'], reached: ['contactPhone', 'contactEmail'] },
  'work-order': { named: ['customerName', 'tenancy'], reached: ['customerPhone'] },
  'hazard-case': { named: ['contactName', 'tenancy'], reached: ['contactPhone'] },
};

/**
 * Name, tenancy and phone are one person's: they are never put together from what was said of two (a mutual exchange leaves the
 * former tenant's phone in the contractor's system). The best contribution says who it is; another one fills gaps only if it
 * shares a name or tenancy and contradicts none. Where the best says that there is none (`null`), nobody else adds one. Gives which contributions may speak for a field; of other fields all may.
 */
export function personFilter(
  kind: EntityKind,
  accepted: readonly AcceptedContribution[],
  authority: KindAuthority,
): (field: string, from: AcceptedContribution) => boolean {
  const person = PERSON[kind];
  if (!person) return () => true;
  const fields = [...person.named, ...person.reached];
  const said = accepted.filter((one) => fields.some((field) => one.fields[field] !== undefined));
  const fitting = fittingOnes(person, said, authority);
  return (field, from) => !fields.includes(field) || fitting.has(from);
}

function fittingOnes(
  { named, reached }: Person,
  said: readonly AcceptedContribution[],
  authority: KindAuthority,
): ReadonlySet<AcceptedContribution> {
  const [name = ''] = named;
  const bestFirst = [...said].sort(compareFor(name, authority)).reverse();
  const best = bestFirst.find((one) => one.fields[name] !== undefined || valuesOf(one, named).length > 0);
  if (best && valuesOf(best, named).length === 0) return new Set([best]);
  const known = new Map<string, string>();
  const fitting = new Set<AcceptedContribution>();
  for (const one of bestFirst) {
    const names = valuesOf(one, named);
    const contradicts = names.some(([field, value]) => (known.get(field) ?? value) !== value);
    const agrees = known.size === 0 || names.some(([field, value]) => known.get(field) === value);
    if (names.length === 0 || contradicts || !agrees) continue;
    for (const [field, value] of names) known.set(field, value);
    fitting.add(one);
  }
  // A phone without a name is used only where nobody is named: whose it is would be a guess (I7).
  for (const one of said)
    if (valuesOf(one, named).length === 0 && (known.size === 0 || valuesOf(one, reached).length === 0))
      fitting.add(one);
  return fitting;
}

/** What it says of these fields; `null` says none. */
const valuesOf = (
  one: AcceptedContribution,
  fields: readonly string[],
): readonly (readonly [string, string])[] =>
  fields.flatMap((field): (readonly [string, string])[] => {
    const value = one.fields[field] ?? null;
    return value === null ? [] : [[field, canonicalJson(value)]];
  });
