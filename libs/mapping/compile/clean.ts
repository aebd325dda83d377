import { camelName } from '#libs/model/camel-name.js';
import { RecordError } from '#libs/model/errors.js';
import { isObject, type JsonObject, type JsonValue } from '#libs/model/json.js';
import type { CleanRules } from '../mapping-spec.js';

/**
 * Makes the record that expressions see. It trims text as the rules say; then it leaves out dates that stand for "not known", empty
 * text, `null`, and objects and lists with nothing left in them. The given record is not changed. Throws RecordError `too-deep`
 * above 100 levels.
 */
export function clean(record: JsonObject, rules: CleanRules = {}): JsonObject {
  const cleaned = cleanValue(record, rules, 0);
  return isObject(cleaned) ? cleaned : {};
}

/** No real record is nested this deep. A forged one could exhaust the stack of whatever walks it. */
const DEEPEST = 100;

function cleanValue(value: JsonValue | undefined, rules: CleanRules, depth: number): JsonValue | undefined {
  if (typeof value === 'string') return cleanText(value, rules);
  if (depth > DEEPEST)
    throw new RecordError('too-deep', `The record is nested deeper than ${DEEPEST} levels.`);
  if (value === null) return undefined;
  if (Array.isArray(value)) {
    const items = (value as readonly JsonValue[]).flatMap((item) => cleanValue(item, rules, depth + 1) ?? []);
    return items.length === 0 ? undefined : items;
  }
  if (!isObject(value)) return value;
  const result: Record<string, JsonValue> = {};
  let hasMember = false;
  for (const name in value) {
    const item = cleanValue(value[name], rules, depth + 1);
    if (item === undefined) continue;
    setOwnMember(result, rules.names === 'camel' ? camelName(name) : name, item);
    hasMember = true;
  }
  return hasMember ? result : undefined;
}

/** Sets a member of the object itself, also where the sender calls it `__proto__`. */
function setOwnMember(object: Record<string, JsonValue>, name: string, value: JsonValue): void {
  if (name === '__proto__') Object.defineProperty(object, name, { value, enumerable: true });
  else object[name] = value;
}

function cleanText(text: string, { trim, nullDates = [] }: CleanRules): string | undefined {
  const trimmed =
    trim === 'right'
      ? text.trimEnd()
      : trim === 'left'
        ? text.trimStart()
        : trim === 'both'
          ? text.trim()
          : text;
  if (trimmed === '') return undefined;
  return nullDates.some((date) => isDate(trimmed, date)) ? undefined : trimmed;
}

/** Compares the date part only: `1900-01-01 00:00:00` is the date `1900-01-01`. */
const isDate = (text: string, date: string): boolean =>
  text.startsWith(date) &&
  (text.length === date.length || text[date.length] === ' ' || text[date.length] === 'T');
