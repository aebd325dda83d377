import { referenceKey, type Reference } from '#libs/model/reference.js';
import { isObject, type JsonObject } from '#libs/model/json.js';
import type { TopicWord } from '#libs/model/topics.js';
import { list } from '../../kit/document.js';
import type { Event } from '../../kit/subscriber.js';

/** What a subscriber who read to the end holds of one entity. */
export interface Held {
  readonly id: string;
  readonly document: JsonObject;
  /** Of the companion topic; empty where it says nothing. */
  readonly personal: JsonObject;
  /** `ce_changes` of every version of the entity's own topic, oldest first. */
  readonly changes: readonly (readonly string[])[];
}

export const referencesOf = (document: JsonObject): readonly string[] =>
  list(document, 'references').map((it) => referenceKey(it as unknown as Reference));

/** The entities of a kind as the topics tell of them, nothing else asked. */
export function heldOf(events: readonly Event[], kind: TopicWord): readonly Held[] {
  const personal = new Map(
    events.filter((it) => it.topic === `${kind}-personal`).map((it) => [it.key, it.value]),
  );
  const byKey = Map.groupBy(
    events.filter((it) => it.topic === kind),
    (it) => it.key,
  );
  return [...byKey].map(([id, all]) => ({
    id,
    document: all.at(-1)?.value ?? {},
    personal: personal.get(id) ?? {},
    changes: all.map((it) => it.changes),
  }));
}

/** The one current entity that has this reference: `awk/order:00100001`. Throws where there is none, or a second. */
export function held(events: readonly Event[], kind: TopicWord, reference: string): Held {
  const found = heldOf(events, kind).filter(
    ({ document }) => document['state'] === 'current' && referencesOf(document).includes(reference),
  );
  const [one] = found;
  if (!one || found.length > 1) throw new Error(`${found.length} current entities have ${reference}`);
  return one;
}

export const order = (events: readonly Event[], id: string): Held =>
  held(events, 'work-order', `awk/order:${id.padStart(8, '0')}`);

/** The links of a type as `reference → id`, the id undefined while it is unlinked. */
export const linksOf = (document: JsonObject, type: string): ReadonlyMap<string, unknown> =>
  new Map(
    list(document, 'links')
      .filter((it) => it['type'] === type)
      .flatMap((it) => (isObject(it['reference']) ? [[String(it['reference']['id']), it['id']]] : [])),
  );

/** The canonical words of a coded member in a list of elements. */
export const words = (document: JsonObject, name: string, member: string): readonly unknown[] =>
  list(document, name).map((it) => {
    const coded = it[member];
    return isObject(coded) ? coded['value'] : undefined;
  });
