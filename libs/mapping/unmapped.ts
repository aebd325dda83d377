import type { UnmappedCode } from '#libs/model/contribution.js';
import { isObject, type JsonValue } from '#libs/model/json.js';

/** Finds every code in a value that is published raw because no table knows it (I7). Each stands once in the answer, under `<scheme>:<code>`. */
export function findUnmapped(
  value: JsonValue | undefined,
  found = new Map<string, UnmappedCode>(),
): Map<string, UnmappedCode> {
  if (Array.isArray(value)) (value as readonly JsonValue[]).forEach((item) => findUnmapped(item, found));
  else if (isObject(value)) {
    const { state, raw } = value as { state?: JsonValue; raw?: JsonValue };
    const { scheme, code } = isObject(raw) ? raw : {};
    if (state === 'unmapped' && typeof scheme === 'string' && typeof code === 'string') {
      found.set(`${scheme}:${code}`, { table: scheme.slice(scheme.indexOf('/') + 1), code });
    } else for (const name in value) findUnmapped(value[name], found);
  }
  return found;
}
