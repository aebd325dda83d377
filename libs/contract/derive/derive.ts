import { isObject, type JsonObject, type JsonValue } from '#libs/model/json.js';
import { ENVELOPE_DEFINITIONS, ENVELOPE_FIELDS, MAIN_TOPIC_FIELDS } from './envelope.js';
import { SCHEMA_VERSION } from '#libs/model/schema-version.js';

/** Who may see a field. `personal` and `sensitive` fields go to the personal topic only (I10). */
export type FieldClass = 'public' | 'internal' | 'personal' | 'sensitive';

const isPersonal = (schema: JsonObject): boolean =>
  schema['x-class'] === 'personal' || schema['x-class'] === 'sensitive';

const properties = (schema: JsonObject): readonly (readonly [string, JsonObject])[] =>
  Object.entries(isObject(schema['properties']) ? schema['properties'] : {}).flatMap(([name, field]) =>
    isObject(field) ? [[name, field] as const] : [],
  );

const items = (schema: JsonObject): JsonObject | undefined =>
  isObject(schema['items']) ? schema['items'] : undefined;

/** Derives the schema of a kind's topic: the closed model without its personal and sensitive fields. `common` has the shared definitions. */
export function deriveMain(kind: string, model: JsonObject, common: JsonObject): JsonObject {
  const fields = properties(model).flatMap(([name, field]) => {
    const kept = withoutPersonal(field);
    return kept ? [[name, kept] as const] : [];
  });
  return topicSchema(kind, '', model, common, {
    ...ENVELOPE_FIELDS,
    ...MAIN_TOPIC_FIELDS,
    ...Object.fromEntries(fields),
  });
}

/** Derives the schema of a kind's personal topic: only its personal and sensitive fields. Elements are found again by `ref`. */
export function derivePersonal(kind: string, model: JsonObject, common: JsonObject): JsonObject {
  const fields = properties(model).flatMap(([name, field]) => {
    const kept = onlyPersonal(field);
    return kept ? [[name, kept] as const] : [];
  });
  return topicSchema(kind, '-personal', model, common, { ...ENVELOPE_FIELDS, ...Object.fromEntries(fields) });
}

/**
 * Derives the schema of what one contribution may say: the model's fields without those that Lintel derives itself. Each may be `null`, which
 * says that there is none.
 */
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
    $defs: definitionsOf(common),
  };
}

function topicSchema(
  kind: string,
  suffix: string,
  model: JsonObject,
  common: JsonObject,
  fields: JsonObject,
): JsonObject {
  const properties = { ...fields, kind: { const: kind, description: ENVELOPE_FIELDS.kind.description } };
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
    $defs: usedDefinitions(properties, definitionsOf(common)),
  };
}

/** The definitions that the properties refer to, directly or through another definition. */
function usedDefinitions(properties: JsonObject, all: JsonObject): JsonObject {
  const names = new Set<string>();
  const collect = (value: JsonObject): void => {
    for (const [, name = ''] of JSON.stringify(value).matchAll(/"#\/\$defs\/(\w+)"/g)) {
      const definition = all[name];
      if (names.has(name) || !isObject(definition)) continue;
      names.add(name);
      collect(definition);
    }
  };
  collect(properties);
  return Object.fromEntries(Object.entries(all).filter(([name]) => names.has(name)));
}

const definitionsOf = (common: JsonObject): JsonObject => ({
  ...(isObject(common['$defs']) ? common['$defs'] : {}),
  ...ENVELOPE_DEFINITIONS,
});

function withoutPersonal(field: JsonObject): JsonObject | undefined {
  if (isPersonal(field)) return undefined;
  const item = items(field);
  if (!item || !isObject(item['properties'])) return field;
  const kept = properties(item).filter(([, sub]) => !isPersonal(sub));
  return {
    ...field,
    items: {
      ...item,
      properties: Object.fromEntries([...kept, ...speakerFields(field)]),
      ...required(field, item),
    },
  };
}

function onlyPersonal(field: JsonObject): JsonObject | undefined {
  const item = items(field);
  if (isPersonal(field)) return item && isObject(item['properties']) ? withSpeakerFields(field, item) : field;
  if (!item) return undefined;
  const kept = properties(item).filter(([, sub]) => isPersonal(sub));
  if (kept.length === 0) return undefined;
  const ref = { type: 'string', description: 'With `system`: the same element in the main topic.' };
  return {
    ...field,
    items: {
      ...item,
      properties: { ref, ...Object.fromEntries([...kept, ...speakerFields(field)]) },
      required: ['ref', ...(field['x-elements'] === true ? ['system', 'by'] : [])],
    },
  };
}

/** A collection that is personal as a whole keeps all its members. */
const withSpeakerFields = (field: JsonObject, item: JsonObject): JsonObject => ({
  ...field,
  items: {
    ...item,
    properties: Object.fromEntries([...properties(item), ...speakerFields(field)]),
    ...required(field, item),
  },
});

/** The fields that say who spoke: several streams may speak of an element, one of an item of a history. */
function speakerFields(field: JsonObject): readonly (readonly [string, JsonValue])[] {
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

/** For an element that a system speaks of by another system's number. */
const ofSystem = {
  system: {
    type: 'string',
    description: 'Whose number `ref` is, where it is not of the system that is read.',
  },
} as const;

/** A field that may also be null. In an element each member may be null too. */
function nullable(field: JsonObject): JsonObject {
  const item = items(field);
  if (field['x-elements'] !== true || !item) return { anyOf: [field, { type: 'null' }] };
  const members = properties(item).map(([name, sub]) => [name, { anyOf: [sub, { type: 'null' }] }] as const);
  const open = { ...item, properties: { ...Object.fromEntries(members), ...ofSystem } };
  return { anyOf: [{ ...field, items: open }, { type: 'null' }] };
}
