import { isObject, type JsonObject, type JsonValue } from '../json.js';
import { saidBy, type Accepted } from './accepted.js';
import { compareFor, compareText, type KindAuthority } from './order.js';

interface Said {
  readonly from: Accepted;
  readonly element: JsonObject;
}

/**
 * Parts of a collection unify on a shared reference within the system whose number it is (`system`, else the one that is read), else
 * belong to their (stream, key, ordinal). `null` says that there are none: it takes away what is said by anybody worse.
 */
export function foldElements(
  name: string,
  accepted: readonly Accepted[],
  authority: KindAuthority,
): readonly JsonObject[] {
  const compare = compareFor(name, authority);
  const speaking = accepted.filter((one) => one.fields[name] !== undefined).sort(compare);
  const none = speaking.findLastIndex((one) => one.fields[name] === null);
  const groups = new Map<string, { readonly ref: string; readonly said: Said[] }>();
  for (const from of speaking.slice(none + 1)) {
    const elements = from.fields[name] as readonly JsonValue[];
    elements.filter(isObject).forEach((element, index) => {
      const { id, ref } = identify(from, element, index);
      const group = groups.get(id) ?? { ref, said: [] };
      group.said.push({ from, element });
      groups.set(id, group);
    });
  }
  return [...groups].sort(([a], [b]) => compareText(a, b)).map(([, { ref, said }]) => oneElement(ref, said));
}

function identify(from: Accepted, element: JsonObject, index: number): { id: string; ref: string } {
  const { ref, system = from.system } = element;
  if (typeof ref === 'string') return { id: `${String(system)} ${ref}`, ref };
  const own = [from.key, ...(from.part === '' ? [] : [from.part])].join('/');
  return { id: `${from.system} ${saidBy(from)} ${own}#${index + 1}`, ref: `${own}#${index + 1}` };
}

/** What names an element, and is no member that is folded. */
const OWN: ReadonlySet<string> = new Set(['ref', 'system']);

/** `said` is in the order of the fold, worst first: what comes later overwrites. */
function oneElement(ref: string, said: readonly Said[]): JsonObject {
  const merged: Record<string, JsonValue> = {};
  for (const { element } of said)
    for (const [member, value] of Object.entries(element)) if (value !== undefined) merged[member] = value;
  const present = Object.entries(merged).filter(([member, value]) => !OWN.has(member) && value !== null);
  const by = [...new Set(said.map(({ from }) => saidBy(from)))].sort();
  return { ref, ...Object.fromEntries(present), by };
}
