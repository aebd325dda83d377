/** What JSON can hold. Records and documents are made of it: a date is text, and what came as text is never a number (I8). */
export type JsonValue = string | number | boolean | null | readonly JsonValue[] | JsonObject;
/** A JSON object. A member that is `undefined` counts as absent. */
export interface JsonObject {
  readonly [name: string]: JsonValue | undefined;
}

/** True for a JSON object; false for an array and for `null`. */
export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** JSON text with sorted keys (code-unit order) and without absent members, so that equal values give equal text. */
export function canonicalJson(value: JsonValue | undefined): string {
  return JSON.stringify(sorted(value));
}

function sorted(value: JsonValue | undefined): JsonValue | undefined {
  if (Array.isArray(value)) return (value as readonly JsonValue[]).map((item) => sorted(item) ?? null);
  if (!isObject(value)) return value;
  const names = Object.keys(value).sort();
  return Object.fromEntries(names.map((name) => [name, sorted(value[name])]));
}
