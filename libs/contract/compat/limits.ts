import type { JsonObject, JsonValue } from '#libs/model/json.js';
import { breaks, safe, type Difference } from './finding.js';

const LOWER = ['minimum', 'exclusiveMinimum', 'minLength', 'minItems', 'minProperties'] as const;
const UPPER = ['maximum', 'exclusiveMaximum', 'maxLength', 'maxItems', 'maxProperties'] as const;

/** Compares bounds, formats and patterns. A subscriber may rely on a limit (a column's width, a parsed format), so it may only become tighter. */
export function compareLimits(
  before: JsonObject,
  after: JsonObject,
  path: readonly string[],
): readonly Difference[] {
  const bound = (name: string, tighter: (was: number, is: number) => boolean): readonly Difference[] => {
    const [was, is] = [before[name], after[name]];
    if (was === is) return [];
    const change = `${name} was ${text(was)}, is ${text(is)}`;
    const tight = typeof was !== 'number' || (typeof is === 'number' && tighter(was, is));
    return [tight ? safe('bound-tightened', path, change) : breaks('bound-loosened', path, change)];
  };
  return [
    ...LOWER.flatMap((name) => bound(name, (was, is) => is > was)),
    ...UPPER.flatMap((name) => bound(name, (was, is) => is < was)),
    ...unique(before, after, path),
    ...form('format', before, after, path),
    ...form('pattern', before, after, path),
  ];
}

/** The keywords that `compareLimits` judges. */
export const LIMIT_KEYWORDS: readonly string[] = [...LOWER, ...UPPER, 'uniqueItems', 'format', 'pattern'];

function unique(before: JsonObject, after: JsonObject, path: readonly string[]): readonly Difference[] {
  const [was, is] = [before['uniqueItems'] === true, after['uniqueItems'] === true];
  if (was === is) return [];
  return [
    was
      ? breaks('bound-loosened', path, 'items were unique, may repeat')
      : safe('bound-tightened', path, 'items became unique'),
  ];
}

function form(
  name: 'format' | 'pattern',
  before: JsonObject,
  after: JsonObject,
  path: readonly string[],
): readonly Difference[] {
  const [was, is] = [before[name], after[name]];
  if (was === is) return [];
  if (was === undefined) return [safe(`${name}-added`, path, `${name} became ${text(is)}`)];
  return [breaks(`${name}-changed`, path, `${name} was ${text(was)}, is ${text(is)}`)];
}

const text = (value: JsonValue | undefined): string => (value === undefined ? 'none' : JSON.stringify(value));
