import { isObject, type JsonObject } from '#libs/model/json.js';
import { breaks, safe, type Difference } from './finding.js';

/** The `properties` of a schema; none where it has none. */
export const fieldsOf = (schema: JsonObject): JsonObject =>
  isObject(schema['properties']) ? schema['properties'] : {};

const requiredOf = (schema: JsonObject): ReadonlySet<unknown> =>
  new Set(Array.isArray(schema['required']) ? schema['required'] : []);

/** Finds fields that came, went, became required or optional. What changed within a field is compared by the caller. */
export function compareFields(
  before: JsonObject,
  after: JsonObject,
  path: readonly string[],
): readonly Difference[] {
  const [was, is] = [fieldsOf(before), fieldsOf(after)];
  const [requiredBefore, requiredNow] = [requiredOf(before), requiredOf(after)];
  const names = [...new Set([...Object.keys(was), ...Object.keys(is)])];
  return names.flatMap((name): readonly Difference[] => {
    const fieldPath = [...path, name];
    if (is[name] === undefined) return [breaks('field-removed', fieldPath, 'the field is gone')];
    if (was[name] === undefined) return [safe('field-added', fieldPath, 'a field came')];
    if (requiredBefore.has(name) === requiredNow.has(name)) return [];
    return requiredNow.has(name)
      ? [safe('made-required', fieldPath, 'was optional, is always there from now on')]
      : [breaks('made-optional', fieldPath, 'was always there, may be absent')];
  });
}

/** Compares `additionalProperties`: closed objects stay closed, maps stay maps. The schema of a map's values is compared by the caller. */
export function compareOpenness(
  before: JsonObject,
  after: JsonObject,
  path: readonly string[],
): readonly Difference[] {
  const was = before['additionalProperties'] ?? true;
  const is = after['additionalProperties'] ?? true;
  if (was === false && is !== false)
    return [breaks('object-opened', path, 'fields that the schema does not name may be written')];
  if (was !== false && is === false)
    return isObject(was)
      ? [breaks('map-closed', path, 'was a map of any keys, names its fields now')]
      : [safe('object-closed', path, 'writes only the fields that it names')];
  return [];
}
