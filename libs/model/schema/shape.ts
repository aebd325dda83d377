import { SCHEMAS } from '../generated/schemas.js';
import { isObject, type JsonObject } from '../json.js';
import type { EntityKind } from '../kinds.js';

/** What the model says of a kind's fields, as the fold needs it. */
export interface ModelShape {
  /** Arrays whose items are parts with a `ref`. */
  readonly elements: ReadonlySet<string>;
  /** Arrays that are folded over all accepted versions. */
  readonly histories: ReadonlySet<string>;
  /** Top-level fields of the personal topic; for elements the members that are personal. */
  readonly personal: ReadonlyMap<string, ReadonlySet<string> | 'whole'>;
}

const shapes = new Map<EntityKind, ModelShape>();

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

/** What an element is found again by: two systems may use the same number. */
export const NAMING: ReadonlySet<string> = new Set(['ref', 'system', 'by']);
