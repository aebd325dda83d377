import { canonicalJson, type JsonObject, type JsonValue } from '#libs/model/json.js';
import { fieldsOf } from './objects.js';
import { isNote, mixedReference, partOf, resolveReference, type SchemaPart } from './resolve-reference.js';

/**
 * The alternatives of a schema, each a whole schema: those of `anyOf` or `oneOf`, each joined with what stands beside it; else the schema
 * itself. Throws ConfigError `schema-reference-mixed` where an alternative and what stands beside it give one keyword or field differently.
 */
export function alternatives(part: SchemaPart): readonly JsonObject[] {
  const { anyOf, ...rest } = resolveReference(part);
  const { oneOf, ...others } = rest;
  const [list, beside] = Array.isArray(anyOf) ? [anyOf, rest] : [oneOf, others];
  if (!Array.isArray(list)) return [resolveReference(part)];
  return (list as readonly JsonValue[]).map((alternative) => {
    const branch = resolveReference(partOf(alternative, part.root));
    const required = [beside, branch].flatMap(({ required }) => (Array.isArray(required) ? required : []));
    const [fields, fieldsOfBranch] = [fieldsOf(beside), fieldsOf(branch)];
    const conflicts = [
      ...differing(beside, branch).filter((name) => !isNote(name) && !MERGED.includes(name)),
      ...differing(fields, fieldsOfBranch),
    ];
    if (conflicts.length > 0)
      throw mixedReference(part.root, `\`${conflicts.join('`, `')}\` within an alternative and beside it`);
    return {
      ...beside,
      ...branch,
      ...(required.length === 0 ? {} : { required }),
      ...(beside['properties'] === undefined ? {} : { properties: { ...fields, ...fieldsOfBranch } }),
    };
  });
}

const MERGED: readonly string[] = ['required', 'properties'];

const differing = (left: JsonObject, right: JsonObject): readonly string[] =>
  Object.keys(left).filter(
    (name) => right[name] !== undefined && canonicalJson(left[name]) !== canonicalJson(right[name]),
  );
