import { canonicalJson } from '#libs/model/json.js';
import type { EntityKind } from '#libs/model/kinds.js';
import type { AcceptedContribution } from './accepted-contribution.js';
import { compareFor, type KindAuthority } from './order.js';

/** Fields that say who the person is, and fields that say how the person is reached. */
interface PersonFields {
  /** The authority for the first of these decides who the person is. */
  readonly named: readonly string[];
  readonly reached: readonly string[];
}

const PERSON: Readonly<Partial<Record<EntityKind, PersonFields>>> = {
  request: { named: ['contactName', 'tenancy'], reached: ['contactPhone', 'contactEmail'] },
  'work-order': { named: ['customerName', 'tenancy'], reached: ['customerPhone'] },
  'hazard-case': { named: ['contactName', 'tenancy'], reached: ['contactPhone'] },
};

/**
 * Which contributions may decide a field. Name, tenancy and phone belong to one person, so they are never mixed from contributions about
 * two persons: after a mutual exchange the contractor's system still has the former tenant's phone. The best contribution says who the
 * person is. Another one fills gaps only where it shares a name or tenancy with it and contradicts neither. Where the best one says that
 * there is nobody (`null`), no other one adds somebody. Fields that are not about the person are open to all.
 */
export function personFilter(
  kind: EntityKind,
  accepted: readonly AcceptedContribution[],
  authority: KindAuthority,
): (field: string, contribution: AcceptedContribution) => boolean {
  const person = PERSON[kind];
  if (!person) return () => true;
  const fields = [...person.named, ...person.reached];
  const aboutPerson = accepted.filter((it) => fields.some((field) => it.fields[field] !== undefined));
  const ofOnePerson = aboutOnePerson(person, aboutPerson, authority);
  return (field, contribution) => !fields.includes(field) || ofOnePerson.has(contribution);
}

/** Those of these contributions that are about the person whom the best of them names. */
function aboutOnePerson(
  { named, reached }: PersonFields,
  contributions: readonly AcceptedContribution[],
  authority: KindAuthority,
): ReadonlySet<AcceptedContribution> {
  const [nameField = ''] = named;
  const bestFirst = [...contributions].sort(compareFor(nameField, authority)).reverse();
  const best = bestFirst.find((it) => it.fields[nameField] !== undefined || valuesOf(it, named).length > 0);
  if (best && valuesOf(best, named).length === 0) return new Set([best]);
  const known = new Map<string, string>();
  const fitting = new Set<AcceptedContribution>();
  for (const contribution of bestFirst) {
    const names = valuesOf(contribution, named);
    const contradicts = names.some(([field, value]) => (known.get(field) ?? value) !== value);
    const agrees = known.size === 0 || names.some(([field, value]) => known.get(field) === value);
    if (names.length === 0 || contradicts || !agrees) continue;
    for (const [field, value] of names) known.set(field, value);
    fitting.add(contribution);
  }
  // A phone without a name counts only where nobody is named: whose it is would be a guess (I7).
  for (const contribution of contributions) {
    const unnamed = valuesOf(contribution, named).length === 0;
    if (unnamed && (known.size === 0 || valuesOf(contribution, reached).length === 0))
      fitting.add(contribution);
  }
  return fitting;
}

/** Fields with the values that the contribution gives, as text. `null` gives none. */
const valuesOf = (
  contribution: AcceptedContribution,
  fields: readonly string[],
): readonly (readonly [string, string])[] =>
  fields.flatMap((field): (readonly [string, string])[] => {
    const value = contribution.fields[field] ?? null;
    return value === null ? [] : [[field, canonicalJson(value)]];
  });
