import { RecordError } from '#libs/model/errors.js';
import { isObject, type JsonValue } from '#libs/model/json.js';

/**
 * What an expression says, as JSON. A list or an object with nothing in it says nothing, wherever it stands: `null` says that there is none.
 * Undefined where nothing is left. Throws RecordError `expression-failed` for Infinity and NaN, which JSON cannot hold.
 */
export function toJson(value: unknown): JsonValue | undefined {
  if (typeof value === 'number' && !Number.isFinite(value)) {
    throw new RecordError('expression-failed', 'The expression gives a number that is none.');
  }
  if (Array.isArray(value)) {
    const items = (value as readonly unknown[]).flatMap((item) => {
      const said = toJson(item);
      return said === undefined ? [] : [said];
    });
    return items.length === 0 ? undefined : items;
  }
  if (!isObject(value)) return value as JsonValue | undefined;
  const members = Object.entries(value).flatMap(([name, item]) => {
    const said = toJson(item);
    return said === undefined ? [] : [[name, said] as const];
  });
  return members.length === 0 ? undefined : Object.fromEntries(members); // own properties, also of a name like `__proto__`
}
