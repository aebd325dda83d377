import { v5 } from 'uuid';
import { isObject, type JsonObject, type JsonValue } from '#libs/model/json.js';
import { contributorOf, type AcceptedContribution } from './accepted-contribution.js';
import { compareText } from '#libs/model/compare-text.js';
import { compareFor, type KindAuthority } from './order.js';

interface ElementClaim {
  readonly from: AcceptedContribution;
  readonly element: JsonObject;
}

/**
 * Parts of a collection unify on a shared reference within the system whose number it is (`system`, else the one that is read), else
 * belong to their (stream, key, ordinal). `null` says that there are none: it takes away what is said by anybody worse.
 */
export function foldElements(
  name: string,
  accepted: readonly AcceptedContribution[],
  authority: KindAuthority,
): readonly JsonObject[] {
  const compare = compareFor(name, authority);
  const speaking = accepted.filter((one) => one.fields[name] !== undefined).sort(compare);
  const none = speaking.findLastIndex((one) => one.fields[name] === null);
  const groups = new Map<string, { readonly name: ElementName; readonly said: ElementClaim[] }>();
  for (const from of speaking.slice(none + 1)) {
    const elements = from.fields[name] as readonly JsonValue[];
    elements.filter(isObject).forEach((element, index) => {
      const { place, ...name } = identify(from, element, index);
      const key = `${name.system} ${place}`;
      const group = groups.get(key) ?? { name, said: [] };
      group.said.push({ from, element });
      groups.set(key, group);
    });
  }
  return [...groups]
    .sort(([a], [b]) => compareText(a, b))
    .map(([, { name, said }]) => mergedElement(name, said));
}

/** What names an element in the whole document: whose number it is, and the number. */
interface ElementName {
  readonly system: string;
  readonly ref: string;
}

/** Fixed for ever: refs of elements without a number of their own are UUIDv5 within it. */
const NAMESPACE = 'b0a7d3f4-4b1e-5d3a-9c55-2f6f1f0c8e21';

/** `place` tells elements of a system apart, and puts those without a number in the order of their record. */
function identify(
  from: AcceptedContribution,
  element: JsonObject,
  index: number,
): ElementName & { readonly place: string } {
  const { ref, system } = element;
  if (typeof ref === 'string')
    return { system: typeof system === 'string' ? system : from.system, ref, place: ref };
  const own = [from.key, ...(from.part === '' ? [] : [from.part])].join('/');
  const place = `${contributorOf(from)} ${own}#${String(index + 1).padStart(6, '0')}`;
  // I10: the record's key may be a name or an address, so that it is not shown
  return { system: from.system, ref: v5(place, NAMESPACE), place };
}

/** What names an element, and is no member that is folded. */
const OWN: ReadonlySet<string> = new Set(['ref', 'system']);

/** `said` is in the order of the fold, worst first: what comes later overwrites. */
function mergedElement({ system, ref }: ElementName, said: readonly ElementClaim[]): JsonObject {
  const merged: Record<string, JsonValue> = {};
  for (const { element } of said)
    for (const [member, value] of Object.entries(element)) if (value !== undefined) merged[member] = value;
  const present = Object.entries(merged).filter(([member, value]) => !OWN.has(member) && value !== null);
  const by = [...new Set(said.map(({ from }) => contributorOf(from)))].sort();
  return { ref, system, ...Object.fromEntries(present), by };
}
