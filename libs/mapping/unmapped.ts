import type { UnmappedCode } from '#libs/canonical/contribution.js';
import { isObject, type JsonValue } from '#libs/canonical/json.js';

/** Finds every code that is published raw because no table knows it (I7); each once. */
export function findUnmapped(
  value: JsonValue | undefined,
  found = new Map<string, UnmappedCode>(),
): Map<string, UnmappedCode> {
  if (Array.isArray(value)) (value as readonly JsonValue[]).forEach((item) => findUnmapped(item, found));
  else if (isObject(value)) {
    const { state, raw } = value as { state?: JsonValue; raw?: JsonValue };
    if (state === 'unmapped' && isObject(raw)) {
      const [scheme, code] = [String(raw['scheme']), String(raw['code'])];
      found.set(`${scheme}:${code}`, { table: scheme.slice(scheme.indexOf('/') + 1), code });
    } else for (const name in value) findUnmapped(value[name], found);
  }
  return found;
}
