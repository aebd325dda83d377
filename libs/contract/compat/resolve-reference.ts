import { ConfigError } from '#libs/model/errors.js';
import { isObject, type JsonObject, type JsonValue } from '#libs/model/json.js';

/** A part of a schema, and the file that its `$ref`s point into. */
export interface Part {
  readonly schema: JsonObject;
  readonly root: JsonObject;
}

export const ANYTHING: JsonObject = {};
const NOTHING: JsonObject = { not: ANYTHING };

/** The part that a keyword holds; absent is anything. */
export const partOf = (value: JsonValue | undefined, root: JsonObject): Part => ({
  schema: isObject(value) ? value : value === false ? NOTHING : ANYTHING,
  root,
});

/** Annotations: they allow and refuse nothing. */
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
export const isNote = (name: string): boolean =>
  NOTES.includes(name) || name === '$defs' || name.startsWith('x-');

/**
 * Local `$ref`s followed; notes beside a `$ref` go before those of what it points to. Rules beside it would hold as well as those, and what
 * both together mean is not judged. ConfigError `schema-reference-unknown`, `schema-reference-mixed`.
 */
export function resolved({ schema, root }: Part): JsonObject {
  let found = schema;
  for (let hops = 0; found['$ref'] !== undefined; hops++) {
    const { $ref, ...beside } = found;
    const rules = Object.keys(beside).filter((name) => !isNote(name));
    if (rules.length > 0)
      throw mixed(root, `\`${rules.join('`, `')}\` beside \`$ref\` ${JSON.stringify($ref)}`);
    const target = typeof $ref === 'string' && hops < 50 ? pointed(root, $ref) : undefined;
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

export const mixed = (root: JsonObject, what: string): ConfigError =>
  new ConfigError(
    'schema-reference-mixed',
    `${String(root['$id'] ?? 'a schema')} has ${what}: what the two together allow is not judged`,
    undefined,
    'Say it in one place: within the definition or the alternative, or written out where it is used.',
  );

function pointed(root: JsonObject, reference: string): JsonObject | undefined {
  if (!reference.startsWith('#')) return undefined;
  let at: JsonValue | undefined = root;
  for (const step of reference.slice(1).split('/').slice(1)) {
    const name = decodeURIComponent(step).replaceAll('~1', '/').replaceAll('~0', '~');
    if (!isObject(at)) return undefined;
    at = at[name];
  }
  return isObject(at) ? at : undefined;
}

/** With every `$ref` replaced by what it means, so that two texts can be compared; a `$ref` to itself stays. */
export function inlined(
  value: JsonValue | undefined,
  root: JsonObject,
  within: readonly string[] = [],
): JsonValue {
  if (Array.isArray(value)) return (value as readonly JsonValue[]).map((item) => inlined(item, root, within));
  if (!isObject(value)) return value ?? null;
  const reference = value['$ref'];
  if (typeof reference === 'string') {
    if (within.includes(reference)) return value;
    return inlined(resolved({ schema: value, root }), root, [...within, reference]);
  }
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, inlined(one, root, within)]));
}
