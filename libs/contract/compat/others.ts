import { canonicalJson, isObject, type JsonObject, type JsonValue } from '#libs/model/json.js';
import { breaks, safe, type Difference } from './finding.js';
import { LIMIT_KEYWORDS } from './limits.js';
import { inlined, NOTES, type Part } from './resolve-reference.js';
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

/** Who may see it, which HACT codes a word stands for, and what only says it in other words. */
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
  const told = `was ${String(was)}, is ${String(is)}`;
  const loosened = PRIVATE.includes(was) && !PRIVATE.includes(is);
  return [loosened ? breaks('class-loosened', path, told) : safe('class-changed', path, told)];
}

/** `x-hact-codes`: a word with other codes is another word. One that had none may be given its own. */
function compareCodes(before: JsonObject, after: JsonObject, path: readonly string[]): readonly Difference[] {
  const [was, is] = [codesIn(before), codesIn(after)];
  const words = Object.keys({ ...was, ...is }).filter((word) =>
    [before, after].every((schema) => wordsOf(schema)?.includes(word) ?? true),
  );
  return words.flatMap((word): readonly Difference[] => {
    const [codes, codesNow] = [sorted(was[word]), sorted(is[word])];
    if (codes === codesNow) return [];
    const told = `"${word}" stood for ${codes}, stands for ${codesNow}`;
    return [codes === '[]' ? safe('codes-added', path, told) : breaks('codes-changed', path, told)];
  });
}

const codesIn = ({ 'x-hact-codes': codes }: JsonObject): JsonObject => (isObject(codes) ? codes : {});

const sorted = (codes: JsonValue | undefined): string =>
  canonicalJson(Array.isArray(codes) ? codes.map(String).sort() : []);

/** Keywords that no other comparison looks at: any change is breaking, since nobody has judged it. */
export function compareUnjudged(before: Part, after: Part, path: readonly string[]): readonly Difference[] {
  const names = new Set([...Object.keys(before.schema), ...Object.keys(after.schema)]);
  return [...names].flatMap((name) => {
    if (JUDGED.has(name) || name.startsWith('x-')) return [];
    const [was, is] = [inlined(before.schema[name], before.root), inlined(after.schema[name], after.root)];
    return canonicalJson(was) === canonicalJson(is)
      ? []
      : [breaks('rule-changed', path, `\`${name}\` changed`)];
  });
}
