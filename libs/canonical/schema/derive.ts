import { isObject, type JsonObject, type JsonValue } from '../json.js';
import { LINK_TYPES } from '../kinds.js';
import { SCHEMA_VERSION } from './version.js';

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

/** What a topic's schema adds to the model's fields. */
const state = {
  id: { type: 'string', format: 'uuid', description: 'The entity. Also the key of the message.' },
  kind: { type: 'string', description: 'Which kind of entity this is.' },
  version: {
    type: 'integer',
    minimum: 1,
    description: 'Counts the messages of this entity on this topic, from 1.',
  },
  state: {
    enum: ['current', 'merged', 'withdrawn'],
    description: 'merged: see `into`. withdrawn: no system speaks of it any more.',
  },
  into: { type: 'string', format: 'uuid', description: 'Which entity this one became part of.' },
} as const;

const whole = {
  references: {
    type: 'array',
    items: { $ref: '#/$defs/reference' },
    description: 'Every number that identifies the entity, in order of their text.',
  },
  held: {
    type: 'array',
    description:
      'Numbers that a record names beside, and that would join entities which are not joined unasked. They identify nothing here until somebody approves.',
    items: {
      type: 'object',
      additionalProperties: false,
      required: ['reference', 'state', 'by'],
      properties: {
        reference: { $ref: '#/$defs/reference' },
        state: {
          enum: ['held', 'refused'],
          description: 'held: waits for approval. refused: somebody decided that it stays aside.',
        },
        by: { $ref: '#/$defs/by' },
      },
    },
  },
  links: {
    type: 'array',
    description: 'Ties to other entities, which stay entities of their own.',
    items: {
      type: 'object',
      additionalProperties: false,
      required: ['type', 'reference', 'state', 'by'],
      properties: {
        type: { enum: LINK_TYPES },
        reference: { $ref: '#/$defs/reference' },
        state: {
          enum: ['linked', 'unlinked'],
          description: 'unlinked: nothing with this reference is known yet.',
        },
        id: {
          type: 'string',
          format: 'uuid',
          description: 'The entity at the other end, where it is known.',
        },
        uprn: {
          type: 'string',
          description:
            'Of a link `at`: the Unique Property Reference Number of the property there. Absent while the place is not resolved: nothing with this reference is known, or no system has given it a UPRN.',
        },
        part: { type: 'string', description: 'Which part speaks, as the number of an invoice line.' },
        by: { $ref: '#/$defs/by' },
      },
    },
  },
  flags: {
    type: 'array',
    items: { type: 'string' },
    description:
      'What is odd about it: `completed-before-raised`, `reopened`, `number-reused`, `conflict:<field>`, `held:<scheme>` and the like.',
  },
  provenance: {
    type: 'object',
    additionalProperties: { $ref: '#/$defs/by' },
    description: 'Which stream said it, field by field.',
  },
} as const;

const definitions = {
  by: { type: 'string', description: 'Connector and stream, as `universal-housing/orders`.' },
} as const;

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
  if (isPersonal(field)) return field;
  const item = items(field);
  if (!item) return undefined;
  const kept = properties(item).filter(([, sub]) => isPersonal(sub));
  if (kept.length === 0) return undefined;
  const ref = { type: 'string', description: 'With `by`: the same element in the main topic.' };
  return {
    ...field,
    items: {
      ...item,
      properties: { ref, ...Object.fromEntries([...kept, ...marks(field)]) },
      required: ['ref', ...(field['x-elements'] === true ? ['by'] : [])],
    },
  };
}

/** Who said it: elements may be spoken of by several streams, an item of a history by one. */
function marks(field: JsonObject): readonly (readonly [string, JsonValue])[] {
  if (field['x-elements'] === true) return [['by', { type: 'array', items: { $ref: '#/$defs/by' } }]];
  if (field['x-history'] === true) return [['by', { $ref: '#/$defs/by' }]];
  return [];
}

function required(field: JsonObject, item: JsonObject): JsonObject {
  const names = Array.isArray(item['required']) ? item['required'] : [];
  const more = field['x-elements'] === true ? ['ref', 'by'] : field['x-history'] === true ? ['by'] : [];
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
