import { isObject, type JsonObject, type JsonValue } from '#libs/model/json.js';
import { definitions, state, whole } from './envelope.js';
import { SCHEMA_VERSION } from '#libs/model/schema-version.js';

/** Who may see a field. `personal` and `sensitive` go to the personal topic only (I10). */
export type FieldClass = 'public' | 'internal' | 'personal' | 'sensitive';

const isPersonal = (schema: JsonObject): boolean =>
  schema['x-class'] === 'personal' || schema['x-class'] === 'sensitive';

const properties = (schema: JsonObject): readonly (readonly [string, JsonObject])[] =>
  Object.entries(isObject(schema['properties']) ? schema['properties'] : {}).flatMap(([name, field]) =>
    isObject(field) ? [[name, field] as const] : [],
  );

const items = (schema: JsonObject): JsonObject | undefined =>
  isObject(schema['items']) ? schema['items'] : undefined;

/** The schema of the kind's topic: the model without its personal and sensitive fields, closed. */
export function deriveMain(kind: string, model: JsonObject, common: JsonObject): JsonObject {
  const fields = properties(model).flatMap(([name, field]) => {
    const kept = withoutPersonal(field);
    return kept ? [[name, kept] as const] : [];
  });
  return topic(kind, '', model, common, { ...state, ...whole, ...Object.fromEntries(fields) });
}

/** The schema of the kind's personal topic: only what is personal or sensitive; elements are found again by `ref`. */
export function derivePersonal(kind: string, model: JsonObject, common: JsonObject): JsonObject {
  const fields = properties(model).flatMap(([name, field]) => {
    const kept = onlyPersonal(field);
    return kept ? [[name, kept] as const] : [];
  });
  return topic(kind, '-personal', model, common, { ...state, ...Object.fromEntries(fields) });
}

/** The schema of what one contribution may say: the model's fields, each of which may be `null` (says: there is none). What is derived no system says. */
export function deriveContribution(kind: string, model: JsonObject, common: JsonObject): JsonObject {
  return {
    $id: `contribution/${kind}`,
    type: 'object',
    additionalProperties: false,
    properties: Object.fromEntries(
      properties(model)
        .filter(([, field]) => field['x-derived'] !== true)
        .map(([name, field]) => [name, nullable(field)]),
    ),
    $defs: defs(common),
  };
}

function topic(
  kind: string,
  suffix: string,
  model: JsonObject,
  common: JsonObject,
  fields: JsonObject,
): JsonObject {
  const properties = { ...fields, kind: { const: kind, description: state.kind.description } };
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: `https://lintel.example.org/schemas/${kind}${suffix}.${SCHEMA_VERSION}.json`,
    title: `${String(model['title'])}${suffix === '' ? '' : ', personal'}`,
    description: `${String(model['description'])}${suffix === '' ? '' : ' Only what is personal or sensitive of it.'}`,
    type: 'object',
    additionalProperties: false,
    required: ['id', 'kind', 'version', 'state'],
    if: { properties: { state: { const: 'merged' } } },
    // oxlint-disable-next-line unicorn/no-thenable -- a word of JSON Schema; nobody awaits a schema
    then: { required: ['into'] },
    properties,
    $defs: used(properties, defs(common)),
  };
}

/** Only the definitions that are referred to, directly or by another. */
function used(properties: JsonObject, all: JsonObject): JsonObject {
  const names = new Set<string>();
  const look = (value: JsonObject): void => {
    for (const [, name = ''] of JSON.stringify(value).matchAll(/"#\/\$defs\/(\w+)"/g)) {
      const definition = all[name];
      if (names.has(name) || !isObject(definition)) continue;
      names.add(name);
      look(definition);
    }
  };
  look(properties);
  return Object.fromEntries(Object.entries(all).filter(([name]) => names.has(name)));
}

const defs = (common: JsonObject): JsonObject => ({
  ...(isObject(common['$defs']) ? common['$defs'] : {}),
  ...definitions,
});

function withoutPersonal(field: JsonObject): JsonObject | undefined {
  if (isPersonal(field)) return undefined;
  const item = items(field);
  if (!item || !isObject(item['properties'])) return field;
  const kept = properties(item).filter(([, sub]) => !isPersonal(sub));
  return {
    ...field,
    items: { ...item, properties: Object.fromEntries([...kept, ...marks(field)]), ...required(field, item) },
  };
}

function onlyPersonal(field: JsonObject): JsonObject | undefined {
  const item = items(field);
  if (isPersonal(field)) return item && isObject(item['properties']) ? marked(field, item) : field;
  if (!item) return undefined;
  const kept = properties(item).filter(([, sub]) => isPersonal(sub));
  if (kept.length === 0) return undefined;
  const ref = { type: 'string', description: 'With `system`: the same element in the main topic.' };
  return {
    ...field,
    items: {
      ...item,
      properties: { ref, ...Object.fromEntries([...kept, ...marks(field)]) },
      required: ['ref', ...(field['x-elements'] === true ? ['system', 'by'] : [])],
    },
  };
}

/** A collection that is personal as a whole keeps all its members. */
const marked = (field: JsonObject, item: JsonObject): JsonObject => ({
  ...field,
  items: {
    ...item,
    properties: Object.fromEntries([...properties(item), ...marks(field)]),
    ...required(field, item),
  },
});

/** Who said it: elements may be spoken of by several streams, an item of a history by one. */
function marks(field: JsonObject): readonly (readonly [string, JsonValue])[] {
  if (field['x-elements'] === true)
    return [
      [
        'system',
        { type: 'string', description: 'Whose number `ref` is: the two together name the element.' },
      ],
      [
        'by',
        {
          type: 'array',
          items: { $ref: '#/$defs/by' },
          description: 'Who speaks of it; grows when another stream does.',
        },
      ],
    ];
  if (field['x-history'] === true) return [['by', { $ref: '#/$defs/by' }]];
  return [];
}

function required(field: JsonObject, item: JsonObject): JsonObject {
  const names = Array.isArray(item['required']) ? item['required'] : [];
  const more =
    field['x-elements'] === true ? ['ref', 'system', 'by'] : field['x-history'] === true ? ['by'] : [];
  return more.length === 0 ? {} : { required: [...names, ...more] };
}

/** Of an element that a system speaks of by another system's number. */
const ofSystem = {
  system: {
    type: 'string',
    description: 'Whose number `ref` is, where it is not of the system that is read.',
  },
} as const;

/** Elements and histories keep their shape; in an element each member may be null too. */
function nullable(field: JsonObject): JsonObject {
  const item = items(field);
  if (field['x-elements'] !== true || !item) return { anyOf: [field, { type: 'null' }] };
  const members = properties(item).map(([name, sub]) => [name, { anyOf: [sub, { type: 'null' }] }] as const);
  const open = { ...item, properties: { ...Object.fromEntries(members), ...ofSystem } };
  return { anyOf: [{ ...field, items: open }, { type: 'null' }] };
}
