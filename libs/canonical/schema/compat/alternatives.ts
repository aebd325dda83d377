import type { JsonObject, JsonValue } from '../../json.js';
import { fieldsOf } from './objects.js';
import { partOf, resolved, type Part } from './resolve.js';

/** The schemas of which a value fits one: `anyOf` or `oneOf`, with what stands beside it in each. */
export function alternatives(part: Part): readonly JsonObject[] {
  const { anyOf, ...rest } = resolved(part);
  const { oneOf, ...others } = rest;
  const [list, beside] = Array.isArray(anyOf) ? [anyOf, rest] : [oneOf, others];
  if (!Array.isArray(list)) return [resolved(part)];
  return (list as readonly JsonValue[]).map((one) => {
    const branch = resolved(partOf(one, part.root));
    const required = [beside, branch].flatMap(({ required }) => (Array.isArray(required) ? required : []));
    return {
      ...beside,
      ...branch,
      ...(required.length === 0 ? {} : { required }),
      ...(beside['properties'] === undefined
        ? {}
        : { properties: { ...fieldsOf(beside), ...fieldsOf(branch) } }),
    };
  });
}
