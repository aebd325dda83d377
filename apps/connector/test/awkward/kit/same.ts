import { isObject, type JsonObject, type JsonValue } from '#libs/model/json.js';
import { ENTITY_KINDS } from '#libs/model/kinds.js';
import type { Event } from '../../kit/subscriber.js';
import { heldOf, referencesOf } from './documents.js';

/**
 * What a subscriber holds in the end, up to ids (I5): every current entity's documents by its references, each id in them replaced by
 * the references of whom it means; without versions, which count how often something changed on the way.
 */
export function heldUpToIds(events: readonly Event[]): ReadonlyMap<string, JsonObject> {
  const current = ENTITY_KINDS.flatMap((kind) => heldOf(events, kind).map((it) => ({ kind, ...it }))).filter(
    ({ document }) => document['state'] === 'current',
  );
  const names = new Map(current.map(({ id, document }) => [id, referencesOf(document).join(' ')]));
  const named = (value: JsonValue): JsonValue => {
    if (typeof value === 'string') return names.get(value) ?? value;
    if (Array.isArray(value)) return (value as readonly JsonValue[]).map(named);
    if (!isObject(value)) return value;
    return Object.fromEntries(
      Object.entries(value)
        .filter(([name]) => name !== 'version')
        .map(([name, each]) => [name, named(each ?? null)]),
    );
  };
  return new Map(
    current
      .map(({ kind, id, document, personal }): [string, JsonObject] => [
        `${kind} ${names.get(id)}`,
        { document: named(document), personal: named(personal) },
      ])
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}

/** The same order for the same seed, on every machine (mulberry32, Fisher–Yates). */
export function shuffled<T>(items: readonly T[], seed: number): readonly T[] {
  let state = seed;
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
  const mixed = [...items];
  for (let last = mixed.length - 1; last > 0; last -= 1) {
    const other = Math.floor(next() * (last + 1));
    const [a, b] = [mixed[last], mixed[other]];
    if (a !== undefined && b !== undefined) [mixed[last], mixed[other]] = [b, a];
  }
  return mixed;
}
