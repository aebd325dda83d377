import { canonicalJson, type JsonObject } from '../../json.js';
import { breaks, safe, type Difference } from './finding.js';
import { LIMITS } from './limits.js';
import { inlined, type Part } from './resolve.js';

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
const NOTES = ['$schema', '$id', '$comment', 'title', 'description', 'default', 'examples', 'deprecated'];
const JUDGED: ReadonlySet<string> = new Set([...LIMITS, ...VALUES, ...NOTES]);

/** What only says it differently: class and text. */
export function compareNotes(
  was: JsonObject,
  is: JsonObject,
  path: readonly string[],
): readonly Difference[] {
  const changed = (name: string): boolean => canonicalJson(was[name]) !== canonicalJson(is[name]);
  return [
    ...(changed('x-class')
      ? [safe('class-changed', path, `was ${String(was['x-class'])}, is ${String(is['x-class'])}`)]
      : []),
    ...(['title', 'description'].some(changed) ? [safe('text-changed', path, 'says it in other words')] : []),
  ];
}

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
