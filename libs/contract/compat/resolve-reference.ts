import { ConfigError } from '#libs/model/errors.js';
import { isObject, type JsonObject, type JsonValue } from '#libs/model/json.js';

/** A part of a schema, and the whole schema that its `$ref`s point into. */
export interface SchemaPart {
  readonly schema: JsonObject;
  readonly root: JsonObject;
}

/** The schema that every value fits. */
export const ANYTHING: JsonObject = {};
const NOTHING: JsonObject = { not: ANYTHING };

/** The part that a keyword holds. An absent keyword and `true` allow anything, `false` nothing. */
export const partOf = (value: JsonValue | undefined, root: JsonObject): SchemaPart => ({
  schema: isObject(value) ? value : value === false ? NOTHING : ANYTHING,
  root,
});

/** Keywords that are annotations: they allow and refuse nothing. */
export const NOTES: readonly string[] = [
  '$schema',
  '$id',
  '$comment',
  'title',
  'description',
  'default',
  'examples',
  'deprecated',
];
/** Tells whether a keyword allows and refuses nothing by itself. */
export const isNote = (name: string): boolean =>
  NOTES.includes(name) || name === '$defs' || name.startsWith('x-');

/**
 * The schema with its own local `$ref` followed to the end. Annotations beside a `$ref` go before those of its target. Rules beside a `$ref`
 * hold together with the target's, and what both together allow is not judged. Throws ConfigError `schema-reference-unknown`,
 * `schema-reference-mixed`.
 */
export function resolveReference({ schema, root }: SchemaPart): JsonObject {
  let found = schema;
  for (let hops = 0; found['$ref'] !== undefined; hops++) {
    const { $ref, ...beside } = found;
    const rules = Object.keys(beside).filter((name) => !isNote(name));
    if (rules.length > 0)
      throw mixedReference(root, `\`${rules.join('`, `')}\` beside \`$ref\` ${JSON.stringify($ref)}`);
    const target = typeof $ref === 'string' && hops < 50 ? targetOf(root, $ref) : undefined;
    if (target === undefined)
      throw new ConfigError(
        'schema-reference-unknown',
        `${String(root['$id'] ?? 'a schema')} refers to ${JSON.stringify($ref)}, which is not in it`,
        undefined,
        'A topic schema refers only to its own $defs.',
      );
    found = { ...target, ...beside };
  }
  return found;
}

/** ConfigError `schema-reference-mixed`; `what` says what stands in two places. */
export const mixedReference = (root: JsonObject, what: string): ConfigError =>
  new ConfigError(
    'schema-reference-mixed',
    `${String(root['$id'] ?? 'a schema')} has ${what}: what the two together allow is not judged`,
    undefined,
    'Say it in one place: within the definition or the alternative, or written out where it is used.',
  );

function targetOf(root: JsonObject, reference: string): JsonObject | undefined {
  if (!reference.startsWith('#')) return undefined;
  let at: JsonValue | undefined = root;
  for (const step of reference.slice(1).split('/').slice(1)) {
    const name = decodeURIComponent(step).replaceAll('~1', '/').replaceAll('~0', '~');
    if (!isObject(at)) return undefined;
    at = at[name];
  }
  return isObject(at) ? at : undefined;
}

/**
 * A value in which every `$ref`, however deep, is replaced by its target, so that two can be compared as text. A `$ref` within its own target
 * stays. `within` are the references that the value is a part of.
 */
export function inlineReferences(
  value: JsonValue | undefined,
  root: JsonObject,
  within: readonly string[] = [],
): JsonValue {
  if (Array.isArray(value))
    return (value as readonly JsonValue[]).map((item) => inlineReferences(item, root, within));
  if (!isObject(value)) return value ?? null;
  const reference = value['$ref'];
  if (typeof reference === 'string') {
    if (within.includes(reference)) return value;
    return inlineReferences(resolveReference({ schema: value, root }), root, [...within, reference]);
  }
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [name, inlineReferences(member, root, within)]),
  );
}
