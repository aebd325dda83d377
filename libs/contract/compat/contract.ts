import { isObject, type JsonObject, type JsonValue } from '#libs/model/json.js';
import { SCHEMA_VERSION } from '#libs/model/schema-version.js';
import { compareSchemas } from './compare.js';
import { BREAKING, breaks, pathText, safe, type Difference } from './finding.js';
import { fieldsOf } from './objects.js';
import { partOf, resolveReference } from './resolve-reference.js';

/** File name → schema: everything that one release promises. */
export type SchemaSet = ReadonlyMap<string, JsonObject>;

/** One change of the contract, or one way in which a release is not what was released. */
export interface Finding {
  /** Stable: one of `BREAKING` or `SAFE`, or one of `readReleases`. */
  readonly code: string;
  readonly breaking: boolean;
  readonly file: string;
  /** Where in the value, as `$.tasks[*].rate`. */
  readonly path: string;
  readonly what: string;
  /** The way out of what is breaking. */
  readonly way?: string;
}

/** Compares one set of schemas with the next and gives every change, breaking ones first. `compareSchemas` has the rules. Throws as it does. */
export function compareContracts(before: SchemaSet, after: SchemaSet): readonly Finding[] {
  const files = [...new Set([...before.keys(), ...after.keys()])].sort();
  const found = files.flatMap((file) =>
    compareFile(file, before, after).map((difference) => {
      const way = difference.breaking
        ? Object.entries(BREAKING).find(([code]) => code === difference.code)?.[1]
        : undefined;
      return { ...difference, file, path: pathText(difference.path), ...(way === undefined ? {} : { way }) };
    }),
  );
  return [...found.filter(({ breaking }) => breaking), ...found.filter(({ breaking }) => !breaking)];
}

function compareFile(file: string, before: SchemaSet, after: SchemaSet): readonly Difference[] {
  const [was, is] = [before.get(file), after.get(file)];
  if (!was) return [safe('schema-added', [], 'a topic came')];
  if (!is) return [breaks('schema-removed', [], 'the schema is gone')];
  const companion = companionOf(file);
  return compareSchemas(was, is).map((difference) => {
    const moved =
      difference.code === 'field-removed' &&
      !hasField(before.get(companion), difference.path) &&
      hasField(after.get(companion), difference.path);
    return moved ? breaks('field-moved', difference.path, `the field went to ${companion}`) : difference;
  });
}

/** The personal schema of a main one, and the other way round. */
function companionOf(file: string): string {
  const [main, personal] = [`.${SCHEMA_VERSION}.json`, `-personal.${SCHEMA_VERSION}.json`];
  return file.endsWith(personal) ? file.replace(personal, main) : file.replace(main, personal);
}

function hasField(root: JsonObject | undefined, path: readonly string[]): boolean {
  let at: JsonValue | undefined = root;
  for (const step of path) {
    if (!root || !isObject(at)) return false;
    const schema = resolveReference(partOf(at, root));
    at =
      step === '[*]'
        ? schema['items']
        : step === '*'
          ? schema['additionalProperties']
          : fieldsOf(schema)[step];
  }
  return at !== undefined;
}
