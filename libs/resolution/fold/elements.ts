import { v5 } from 'uuid';
import { isObject, type JsonObject, type JsonValue } from '#libs/model/json.js';
import { contributorOf, type AcceptedContribution } from './accepted-contribution.js';
import { compareText } from '#libs/model/compare-text.js';
import { compareFor, type KindAuthority } from './order.js';

/** One element, as one contribution gives it. */
interface ElementClaim {
  readonly contribution: AcceptedContribution;
  readonly element: JsonObject;
}

/**
 * The elements of one collection field, sorted. Elements with the same `ref` are one where it is a number of the same system: that of
 * `system`, or else the one that the connector reads. An element without `ref` is named by its record and its position there. `null` says
 * that there are none, and takes away the elements of all contributions that count for less.
 */
export function foldElements(
  name: string,
  accepted: readonly AcceptedContribution[],
  authority: KindAuthority,
): readonly JsonObject[] {
  const worstFirst = accepted.filter((it) => it.fields[name] !== undefined).sort(compareFor(name, authority));
  const lastNull = worstFirst.findLastIndex((it) => it.fields[name] === null);
  const groups = new Map<string, { readonly name: ElementName; readonly claims: ElementClaim[] }>();
  for (const contribution of worstFirst.slice(lastNull + 1)) {
    const elements = contribution.fields[name] as readonly JsonValue[];
    elements.filter(isObject).forEach((element, index) => {
      const { place, ...name } = identify(contribution, element, index);
      const key = `${name.system} ${place}`;
      const group = groups.get(key) ?? { name, claims: [] };
      group.claims.push({ contribution, element });
      groups.set(key, group);
    });
  }
  return [...groups]
    .sort(([a], [b]) => compareText(a, b))
    .map(([, { name, claims }]) => mergedElement(name, claims));
}

/** What names an element in the whole document: its number, and the system whose number it is. */
interface ElementName {
  readonly system: string;
  readonly ref: string;
}

/** Fixed for ever: the `ref` of an element without a number of its own is a UUIDv5 within this namespace. */
const NAMESPACE = 'b0a7d3f4-4b1e-5d3a-9c55-2f6f1f0c8e21';

/** `place` tells the elements of a system apart, and sorts those without a number as their record has them. */
function identify(
  contribution: AcceptedContribution,
  element: JsonObject,
  index: number,
): ElementName & { readonly place: string } {
  const { ref, system } = element;
  if (typeof ref === 'string')
    return { system: typeof system === 'string' ? system : contribution.system, ref, place: ref };
  const { key, part } = contribution;
  const record = [key, ...(part === '' ? [] : [part])].join('/');
  const place = `${contributorOf(contribution)} ${record}#${String(index + 1).padStart(6, '0')}`;
  // I10: the record's key may be a name or an address, so it is hashed
  return { system: contribution.system, ref: v5(place, NAMESPACE), place };
}

/** Members that name an element; they are not folded. */
const OWN: ReadonlySet<string> = new Set(['ref', 'system']);

/** `claims` are in the order of the fold, worst first: a later one overwrites the members of an earlier one. */
function mergedElement({ system, ref }: ElementName, claims: readonly ElementClaim[]): JsonObject {
  const merged: Record<string, JsonValue> = {};
  for (const { element } of claims)
    for (const [member, value] of Object.entries(element)) if (value !== undefined) merged[member] = value;
  const present = Object.entries(merged).filter(([member, value]) => !OWN.has(member) && value !== null);
  const by = [...new Set(claims.map(({ contribution }) => contributorOf(contribution)))].sort();
  return { ref, system, ...Object.fromEntries(present), by };
}
