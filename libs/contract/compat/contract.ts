import { isObject, type JsonObject, type JsonValue } from '#libs/model/json.js';
import { SCHEMA_VERSION } from '#libs/model/schema-version.js';
import { compareSchemas } from './compare.js';
import { BREAKING, breaks, pathText, safe, type Difference } from './finding.js';
import { fieldsOf } from './objects.js';
import { partOf, resolved } from './resolve-reference.js';

/** File name → schema: all that one release promises. */
export type SchemaSet = ReadonlyMap<string, JsonObject>;

export interface Finding {
  /** Stable; one of `BREAKING` or `SAFE`. */
  readonly code: string;
  readonly breaking: boolean;
  readonly file: string;
  /** Where in the value, as `$.tasks[*].rate`. */
  readonly path: string;
  readonly what: string;
  /** Of what is breaking. */
  readonly way?: string;
}

/** What changed from one set of schemas to the next, breaking first. `compareSchemas` has the rules. */
export function compareContracts(before: SchemaSet, after: SchemaSet): readonly Finding[] {
  const files = [...new Set([...before.keys(), ...after.keys()])].sort();
  const found = files.flatMap((file) =>
    compareFile(file, before, after).map((one) => {
      const way = one.breaking
        ? Object.entries(BREAKING).find(([code]) => code === one.code)?.[1]
        : undefined;
      return { ...one, file, path: pathText(one.path), ...(way === undefined ? {} : { way }) };
    }),
  );
  return [...found.filter(({ breaking }) => breaking), ...found.filter(({ breaking }) => !breaking)];
}

function compareFile(file: string, before: SchemaSet, after: SchemaSet): readonly Difference[] {
  const [was, is] = [before.get(file), after.get(file)];
  if (!was) return [safe('schema-added', [], 'a topic came')];
  if (!is) return [breaks('schema-removed', [], 'the schema is gone')];
  const companion = companionOf(file);
  return compareSchemas(was, is).map((one) => {
    const moved =
      one.code === 'field-removed' &&
      !has(before.get(companion), one.path) &&
      has(after.get(companion), one.path);
    return moved ? breaks('field-moved', one.path, `the field went to ${companion}`) : one;
  });
}

/** The personal schema of a main one, and the other way round. */
function companionOf(file: string): string {
  const [main, personal] = [`.${SCHEMA_VERSION}.json`, `-personal.${SCHEMA_VERSION}.json`];
  return file.endsWith(personal) ? file.replace(personal, main) : file.replace(main, personal);
}

function has(root: JsonObject | undefined, path: readonly string[]): boolean {
  let at: JsonValue | undefined = root;
  for (const step of path) {
    if (!root || !isObject(at)) return false;
    const schema = resolved(partOf(at, root));
    at =
      step === '[*]'
        ? schema['items']
        : step === '*'
          ? schema['additionalProperties']
          : fieldsOf(schema)[step];
  }
  return at !== undefined;
}
