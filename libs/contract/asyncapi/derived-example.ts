import { isObject, type JsonObject, type JsonValue } from '#libs/model/json.js';

/**
 * The smallest value that shows what a schema asks for: its required fields, each with the first word of its list or a plain value of its
 * format. `root` is the schema that a `$ref` points into.
 */
export function derivedExample(schema: JsonObject, root: JsonObject = schema): JsonValue {
  const reference = schema['$ref'];
  if (typeof reference === 'string') return derivedExample(definition(root, reference), root);
  if (schema['const'] !== undefined) return schema['const'];
  if (Array.isArray(schema['enum'])) return (schema['enum'] as readonly JsonValue[])[0] ?? null;
  const anyOf = schema['anyOf'];
  if (Array.isArray(anyOf) && isObject(anyOf[0])) return derivedExample(anyOf[0], root);
  switch (String(schema['type'])) {
    case 'object':
      return requiredFields(schema, root);
    case 'array':
      return [];
    case 'boolean':
      return true;
    case 'integer':
    case 'number':
      return typeof schema['minimum'] === 'number' ? schema['minimum'] : 0;
    default:
      return FORMATS[String(schema['format'])] ?? 'text';
  }
}

const FORMATS: Readonly<Record<string, string>> = {
  uuid: '0b6f7a52-3c1d-5e88-9a40-6d2f1c7b9e03',
  date: '2026-03-02',
  'date-time': '2026-03-02T09:15:00Z',
  uri: 'https://example.org/',
};

function requiredFields(schema: JsonObject, root: JsonObject): JsonObject {
  const required = Array.isArray(schema['required']) ? schema['required'].map(String) : [];
  const fields = isObject(schema['properties']) ? schema['properties'] : {};
  return Object.fromEntries(
    required.map((name) => {
      const field = fields[name];
      return [name, derivedExample(isObject(field) ? field : {}, root)];
    }),
  );
}

function definition(root: JsonObject, reference: string): JsonObject {
  const definitions = isObject(root['$defs']) ? root['$defs'] : {};
  const found = definitions[reference.replace('#/$defs/', '')];
  return isObject(found) ? found : {};
}
