import { SCHEMAS } from '../generated/schemas.js';
import { isObject, type JsonObject } from '../json.js';
import type { EntityKind } from '../kinds.js';

/** What the schemas say of a kind's fields, as far as the fold needs it. */
export interface ModelShape {
  /** Names of collections: arrays whose items are elements with a `ref`. */
  readonly elements: ReadonlySet<string>;
  /** Names of histories: arrays that are folded over every accepted version of a record. */
  readonly histories: ReadonlySet<string>;
  /** Fields that go to the personal topic: `whole`, or for a collection the members of its elements that are personal. */
  readonly personal: ReadonlyMap<string, ReadonlySet<string> | 'whole'>;
}

const shapes = new Map<EntityKind, ModelShape>();

/** The shape of a kind; computed once, then remembered. */
export function modelShape(kind: EntityKind): ModelShape {
  const known = shapes.get(kind);
  if (known) return known;
  const main = propertiesOf(SCHEMAS[kind]);
  const personal = propertiesOf(SCHEMAS[`${kind}-personal`]);
  const all = { ...personal, ...main };
  const shape: ModelShape = {
    elements: new Set(Object.keys(all).filter((name) => all[name]?.['x-elements'] === true)),
    histories: new Set(Object.keys(all).filter((name) => all[name]?.['x-history'] === true)),
    personal: new Map(Object.entries(personal).flatMap(([name, field]) => personalField(name, field))),
  };
  shapes.set(kind, shape);
  return shape;
}

const propertiesOf = (schema: JsonObject): Record<string, JsonObject> =>
  (schema['properties'] ?? {}) as Record<string, JsonObject>;

function personalField(name: string, field: JsonObject): [string, ReadonlySet<string> | 'whole'][] {
  if (field['x-class'] === 'personal' || field['x-class'] === 'sensitive') return [[name, 'whole']];
  if (!isObject(field['items'])) return [];
  const members = Object.keys(propertiesOf(field['items'])).filter((member) => !NAMING.has(member));
  return [[name, new Set(members)]];
}

/** Members that name an element and stand in both its halves. `ref` alone would not do: two systems may use the same number. */
export const NAMING: ReadonlySet<string> = new Set(['ref', 'system', 'by']);
