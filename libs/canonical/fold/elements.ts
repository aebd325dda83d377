import { isObject, type JsonObject, type JsonValue } from '../json.js';
import { saidBy, type Accepted } from './accepted.js';
import { compareFor, compareText, type KindAuthority } from './order.js';

interface Said {
  readonly from: Accepted;
  readonly element: JsonObject;
}

/** Parts of a collection unify on a shared reference within a system, else belong to their (stream, key, ordinal). */
export function foldElements(
  name: string,
  accepted: readonly Accepted[],
  authority: KindAuthority,
): readonly JsonObject[] {
  const groups = new Map<string, { ref: string; said: Said[] }>();
  for (const from of accepted) {
    const elements = from.fields[name];
    if (!Array.isArray(elements)) continue;
    (elements as readonly JsonValue[]).filter(isObject).forEach((element, index) => {
      const { id, ref } = identify(from, element, index);
      const group = groups.get(id) ?? { ref, said: [] };
      group.said.push({ from, element });
      groups.set(id, group);
    });
  }
  const compare = compareFor(name, authority);
  return [...groups]
    .sort(([a], [b]) => compareText(a, b))
    .map(([, { ref, said }]) =>
      oneElement(
        ref,
        said.sort((a, b) => compare(a.from, b.from)),
      ),
    );
}

function identify(from: Accepted, element: JsonObject, index: number): { id: string; ref: string } {
  const ref = element['ref'];
  if (typeof ref === 'string') return { id: `${from.system} ${ref}`, ref };
  const own = [from.key, ...(from.part === '' ? [] : [from.part])].join('/');
  return { id: `${from.system} ${saidBy(from)} ${own}#${index + 1}`, ref: `${own}#${index + 1}` };
}

/** `said` is in the order of the fold, worst first: what comes later overwrites. */
function oneElement(ref: string, said: readonly Said[]): JsonObject {
  const merged: Record<string, JsonValue> = {};
  for (const { element } of said)
    for (const [member, value] of Object.entries(element)) if (value !== undefined) merged[member] = value;
  const present = Object.entries(merged).filter(([member, value]) => member !== 'ref' && value !== null);
  const by = [...new Set(said.map(({ from }) => saidBy(from)))].sort();
  return { ref, ...Object.fromEntries(present), by };
}
