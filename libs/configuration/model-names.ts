import { SCHEMAS } from '#libs/model/generated/schemas.js';
import { isObject, type JsonObject, type JsonValue } from '#libs/model/json.js';
import { isEntityKind } from '#libs/model/kinds.js';
import { suggestion } from '#libs/mapping/nearest.js';
import type { Codes } from './code-tables.js';
import type { YamlPath } from './yaml-file.js';

/** A name in a mapping that does not fit the model of the kind. */
export interface NameProblem {
  readonly code: 'unknown-field' | 'missing-field' | 'bad-code-value';
  readonly message: string;
  readonly path: YamlPath;
  readonly way?: string;
}

/** The names of the fields of a kind's model, and which of them are histories. A kind that each record decides has no names. */
export function modelFields(kind: string): {
  readonly names: readonly string[];
  readonly histories: ReadonlySet<string>;
} {
  if (!isEntityKind(kind)) return { names: [], histories: new Set() };
  const properties = Object.entries(membersOf(SCHEMAS[`contribution/${kind}`]) ?? {});
  const isHistory = ([, schema]: readonly [string, JsonValue | undefined]) =>
    isObject(schema) && branches(schema, schema).some((branch) => branch['x-history'] === true);
  return {
    names: properties.map(([name]) => name),
    histories: new Set(properties.filter(isHistory).map(([name]) => name)),
  };
}

interface Model {
  readonly root: JsonObject;
  readonly codes: Codes;
}

/**
 * Checks the names in a `map` that stands at `path`, however deep, and the words that code tables give there, against the model of the kind.
 * A wrong one would make every such record a dead letter. Gives no problems for a kind that each record decides.
 */
export function checkModelNames(
  kind: string,
  map: JsonValue,
  codes: Codes,
  path: YamlPath,
): readonly NameProblem[] {
  if (!isEntityKind(kind)) return [];
  const root = SCHEMAS[`contribution/${kind}`];
  return check(map, root, { root, codes }, path);
}

function check(
  template: JsonValue | undefined,
  schema: JsonObject,
  model: Model,
  path: YamlPath,
): readonly NameProblem[] {
  const { root } = model;
  const alternatives = branches(schema, root);
  if (typeof template === 'string') return checkCodes(template, alternatives, model.codes, path);
  if (Array.isArray(template)) {
    const items = alternatives.map((branch) => branch['items']).find(isObject);
    return items
      ? template.flatMap((item: JsonValue, index) => check(item, items, model, [...path, index]))
      : [];
  }
  const objectSchema = alternatives.find((branch) => isObject(branch['properties']));
  if (!isObject(template) || !objectSchema) return [];
  const members = membersOf(objectSchema) ?? {};
  const faults = Object.entries(template).flatMap(([name, value]): readonly NameProblem[] => {
    const member = Object.hasOwn(members, name) ? members[name] : undefined;
    if (isObject(member)) return check(value, member, model, [...path, name]);
    const way = suggestion(name, Object.keys(members)) ?? 'See schemas/model.';
    return [
      {
        code: 'unknown-field',
        message: `The model has no field "${name}" here.`,
        path: [...path, name],
        way,
      },
    ];
  });
  const required = Array.isArray(objectSchema['required']) ? objectSchema['required'].map(String) : [];
  const missing = required.filter((name) => !(name in template));
  return [
    ...faults,
    ...missing.map((name) => ({
      code: 'missing-field' as const,
      message: `The model needs "${name}" here.`,
      path,
    })),
  ];
}

/** Checks an expression that is one `$code(…)` and nothing else. What other expressions make of a table cannot be told. */
function checkCodes(
  text: string,
  alternatives: readonly JsonObject[],
  codes: Codes,
  path: YamlPath,
): readonly NameProblem[] {
  const [, table = ''] = /^=\s*\$code\(\s*"([^"]+)"\s*,[^()]*\)\s*$/.exec(text) ?? [];
  const words = alternatives.map((branch) => membersOf(branch)?.['value']).find(isObject)?.['enum'];
  if (!Array.isArray(words)) return [];
  const allowed = words.map(String);
  const wrong = (codes[table] ?? []).filter((row) => !allowed.includes(row.value));
  return wrong.map(({ code, value }) => {
    const way = suggestion(value, allowed) ?? `There is: ${allowed.join(', ')}.`;
    return {
      code: 'bad-code-value',
      message: `codes/${table}.csv gives "${value}" for ${code}, no word of the model.`,
      path,
      way,
    };
  });
}

const membersOf = (schema: JsonObject): JsonObject | undefined =>
  isObject(schema['properties']) ? schema['properties'] : undefined;

/** A schema, what it refers to, and its alternatives. */
function branches(schema: JsonObject, root: JsonObject): readonly JsonObject[] {
  const reference = schema['$ref'];
  const target = typeof reference === 'string' ? follow(reference, root) : undefined;
  const options = Array.isArray(schema['anyOf'])
    ? (schema['anyOf'] as readonly JsonValue[]).filter(isObject)
    : [];
  return [schema, ...[...(target ? [target] : []), ...options].flatMap((branch) => branches(branch, root))];
}

function follow(reference: string, root: JsonObject): JsonObject | undefined {
  let target: JsonValue | undefined = root;
  for (const step of reference.split('/').slice(1)) target = isObject(target) ? target[step] : undefined;
  return isObject(target) ? target : undefined;
}
