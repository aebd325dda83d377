import { canonicalJson, isObject, type JsonObject, type JsonValue } from '#libs/model/json.js';
import { breaks, safe, type Difference } from './finding.js';
import { LIMIT_KEYWORDS } from './limits.js';
import { inlineReferences, NOTES, type SchemaPart } from './resolve-reference.js';
import { wordsOf } from './compare-values.js';

const VALUES = [
  'type',
  'enum',
  'const',
  'properties',
  'required',
  'additionalProperties',
  'items',
  '$ref',
  '$defs',
];
const JUDGED: ReadonlySet<string> = new Set([...LIMIT_KEYWORDS, ...VALUES, ...NOTES]);

/** Compares annotations: who may see a field (`x-class`), which HACT codes a word stands for, and texts. */
export function compareNotes(
  was: JsonObject,
  is: JsonObject,
  path: readonly string[],
): readonly Difference[] {
  const changed = (name: string): boolean => canonicalJson(was[name]) !== canonicalJson(is[name]);
  return [
    ...compareClasses(was['x-class'], is['x-class'], path),
    ...compareCodes(was, is, path),
    ...(['title', 'description'].some(changed) ? [safe('text-changed', path, 'says it in other words')] : []),
  ];
}

const PRIVATE: readonly unknown[] = ['personal', 'sensitive'];

function compareClasses(
  was: JsonValue | undefined,
  is: JsonValue | undefined,
  path: readonly string[],
): readonly Difference[] {
  if (was === is) return [];
  const change = `was ${String(was)}, is ${String(is)}`;
  const loosened = PRIVATE.includes(was) && !PRIVATE.includes(is);
  return [loosened ? breaks('class-loosened', path, change) : safe('class-changed', path, change)];
}

/** Compares `x-hact-codes`. A word with other codes is another word; one that had none may be given codes. */
function compareCodes(before: JsonObject, after: JsonObject, path: readonly string[]): readonly Difference[] {
  const [was, is] = [codesIn(before), codesIn(after)];
  const words = Object.keys({ ...was, ...is }).filter((word) =>
    [before, after].every((schema) => wordsOf(schema)?.includes(word) ?? true),
  );
  return words.flatMap((word): readonly Difference[] => {
    const [codes, codesNow] = [sorted(was[word]), sorted(is[word])];
    if (codes === codesNow) return [];
    const change = `"${word}" stood for ${codes}, stands for ${codesNow}`;
    return [codes === '[]' ? safe('codes-added', path, change) : breaks('codes-changed', path, change)];
  });
}

const codesIn = ({ 'x-hact-codes': codes }: JsonObject): JsonObject => (isObject(codes) ? codes : {});

const sorted = (codes: JsonValue | undefined): string =>
  canonicalJson(Array.isArray(codes) ? codes.map(String).sort() : []);

/** Compares the keywords that no other comparison judges. Any change to one of them is breaking, since nobody can say what it means. */
export function compareUnjudged(
  before: SchemaPart,
  after: SchemaPart,
  path: readonly string[],
): readonly Difference[] {
  const names = new Set([...Object.keys(before.schema), ...Object.keys(after.schema)]);
  return [...names].flatMap((name) => {
    if (JUDGED.has(name) || name.startsWith('x-')) return [];
    const [was, is] = [
      inlineReferences(before.schema[name], before.root),
      inlineReferences(after.schema[name], after.root),
    ];
    return canonicalJson(was) === canonicalJson(is)
      ? []
      : [breaks('rule-changed', path, `\`${name}\` changed`)];
  });
}
