import { isObject, type JsonObject, type JsonValue } from '#libs/model/json.js';

/** The objects of a collection, none where it is absent. */
export const list = (document: JsonObject | undefined, name: string): readonly JsonObject[] => {
  const value = document?.[name];
  return Array.isArray(value) ? (value as readonly JsonValue[]).filter(isObject) : [];
};

/** What stands at a dotted path: `status.raw.code`. */
export const at = (document: JsonObject | undefined, path: string): JsonValue | undefined =>
  path
    .split('.')
    .reduce<JsonValue | undefined>((value, name) => (isObject(value) ? value[name] : undefined), document);
