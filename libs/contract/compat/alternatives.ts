import { canonicalJson, type JsonObject, type JsonValue } from '#libs/model/json.js';
import { fieldsOf } from './objects.js';
import { isNote, mixed, partOf, resolved, type Part } from './resolve-reference.js';

/**
 * The schemas of which a value fits one: `anyOf` or `oneOf`, with what stands beside it in each. ConfigError `schema-reference-mixed` where both
 * say the same keyword or field, and not the same of it.
 */
export function alternatives(part: Part): readonly JsonObject[] {
  const { anyOf, ...rest } = resolved(part);
  const { oneOf, ...others } = rest;
  const [list, beside] = Array.isArray(anyOf) ? [anyOf, rest] : [oneOf, others];
  if (!Array.isArray(list)) return [resolved(part)];
  return (list as readonly JsonValue[]).map((one) => {
    const branch = resolved(partOf(one, part.root));
    const required = [beside, branch].flatMap(({ required }) => (Array.isArray(required) ? required : []));
    const [fields, fieldsOfBranch] = [fieldsOf(beside), fieldsOf(branch)];
    const twice = [
      ...differing(beside, branch).filter((name) => !isNote(name) && !MERGED.includes(name)),
      ...differing(fields, fieldsOfBranch),
    ];
    if (twice.length > 0)
      throw mixed(part.root, `\`${twice.join('`, `')}\` within an alternative and beside it`);
    return {
      ...beside,
      ...branch,
      ...(required.length === 0 ? {} : { required }),
      ...(beside['properties'] === undefined ? {} : { properties: { ...fields, ...fieldsOfBranch } }),
    };
  });
}

const MERGED: readonly string[] = ['required', 'properties'];

const differing = (one: JsonObject, other: JsonObject): readonly string[] =>
  Object.keys(one).filter(
    (name) => other[name] !== undefined && canonicalJson(one[name]) !== canonicalJson(other[name]),
  );
