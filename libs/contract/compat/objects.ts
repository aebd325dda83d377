import { isObject, type JsonObject } from '#libs/model/json.js';
import { breaks, safe, type Difference } from './finding.js';

export const fieldsOf = (schema: JsonObject): JsonObject =>
  isObject(schema['properties']) ? schema['properties'] : {};

const requiredOf = (schema: JsonObject): ReadonlySet<unknown> =>
  new Set(Array.isArray(schema['required']) ? schema['required'] : []);

/** Fields that came, went, or may be absent now; what became of each kept field is its own comparison. */
export function compareFields(
  before: JsonObject,
  after: JsonObject,
  path: readonly string[],
): readonly Difference[] {
  const [was, is] = [fieldsOf(before), fieldsOf(after)];
  const [needed, need] = [requiredOf(before), requiredOf(after)];
  const names = [...new Set([...Object.keys(was), ...Object.keys(is)])];
  return names.flatMap((name): readonly Difference[] => {
    const at = [...path, name];
    if (is[name] === undefined) return [breaks('field-removed', at, 'the field is gone')];
    if (was[name] === undefined) return [safe('field-added', at, 'a field came')];
    if (needed.has(name) === need.has(name)) return [];
    return need.has(name)
      ? [safe('made-required', at, 'was optional, is always there from now on')]
      : [breaks('made-optional', at, 'was always there, may be absent')];
  });
}

/** Closed objects stay closed, maps stay maps: `additionalProperties`. Its schema is compared by the caller. */
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
