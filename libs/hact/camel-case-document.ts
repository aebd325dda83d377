import { camelName } from '#libs/model/camel-name.js';
import { isObject, type JsonObject, type JsonValue } from '#libs/model/json.js';

/** The same HACT document with member names in camelCase, as the APIs of live councils send it. Values are untouched. */
export const camelCase = (document: JsonObject): JsonObject =>
  Object.fromEntries(Object.entries(document).map(([name, value]) => [camelName(name), renamed(value)]));

function renamed(value: JsonValue | undefined): JsonValue | undefined {
  if (Array.isArray(value)) return (value as readonly JsonValue[]).map((item) => renamed(item) ?? null);
  return isObject(value) ? camelCase(value) : value;
}
