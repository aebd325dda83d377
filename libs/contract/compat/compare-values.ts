import { canonicalJson, isObject, type JsonObject, type JsonValue } from '#libs/model/json.js';
import { breaks, safe, type Difference } from './finding.js';

type ComparisonRule = (
  before: JsonObject,
  after: JsonObject,
  path: readonly string[],
) => readonly Difference[];

/** The values that a schema lists: `enum`, or `const` as a list of one. Undefined where it lists none. */
export function wordsOf(schema: JsonObject): readonly JsonValue[] | undefined {
  if (schema['const'] !== undefined) return [schema['const']];
  return Array.isArray(schema['enum']) ? (schema['enum'] as readonly JsonValue[]) : undefined;
}

/**
 * Tells whether a schema is that of a coded value: the canonical word in `value` while `state` is `mapped`, and always the system's own code in
 * `raw`. Its list is open to new words. Before a word came, the same code was published as `unmapped`. So each subscriber has a way for a code
 * without a word, and takes an unknown word the same way. If the list were closed, each code table of a landlord would need a v2, or stay
 * unmapped for ever.
 */
export function isCoded(schema: JsonObject): boolean {
  const properties = schema['properties'];
  const required = schema['required'];
  if (!isObject(properties) || !Array.isArray(required)) return false;
  const state = properties['state'];
  const states = isObject(state) ? (wordsOf(state) ?? []) : [];
  return properties['value'] !== undefined && required.includes('raw') && states.includes('unmapped');
}

/**
 * Makes the rule that compares the words of a list. `coded`: they are those of a coded value. Elsewhere subscribers match on each word of
 * a list, unless it was released with `x-open`, which says from the first that it grows.
 */
export function compareWords(coded: boolean): ComparisonRule {
  return (before, after, path) => {
    const was = wordsOf(before);
    const is = wordsOf(after);
    if (!was) return is ? [safe('list-closed', path, `any value became one of ${texts(is)}`)] : [];
    if (!is) return [breaks('list-opened', path, `was one of ${texts(was)}, is any value`)];
    const added = without(is, was);
    const removed = without(was, is);
    if (before['const'] !== undefined && removed.length > 0)
      return [breaks('constant-changed', path, `was always ${texts(was)}, is ${texts(is)}`)];
    const open = before['x-open'] === true;
    return [
      ...(coded ? [] : compareOpen(open, after['x-open'] === true, path)),
      ...(added.length === 0
        ? []
        : coded
          ? [safe('coded-word-added', path, `${texts(added)} came to the words of a coded value`)]
          : open
            ? [safe('open-word-added', path, `${texts(added)} came to an open list`)]
            : [breaks('word-added', path, `${texts(added)} came to a closed list`)]),
      ...(removed.length === 0
        ? []
        : [breaks('word-removed', path, `${texts(removed)} is no longer in the list`)]),
    ];
  };
}

function compareOpen(was: boolean, is: boolean, path: readonly string[]): readonly Difference[] {
  if (was === is) return [];
  return [
    is
      ? breaks('list-opened', path, '`x-open` came: words may come that no subscriber knows')
      : breaks('list-fixed', path, '`x-open` went: the list was said to grow'),
  ];
}

/** Compares `x-words`: the closed list of the words that a text is made of, with commas between them. */
export const compareListedWords: ComparisonRule = (before, after, path) =>
  compareWords(false)({ enum: before['x-words'] }, { enum: after['x-words'] }, path);

/** Compares types as sets: fewer types are safe, another type is not. Every integer is a number. */
export const compareTypes: ComparisonRule = (before, after, path) => {
  const was = typesOf(before);
  const is = typesOf(after);
  if (!was) return is && !wordsOf(after) ? [safe('type-narrowed', path, `became ${is.join(' or ')}`)] : [];
  if (!is) return [breaks('type-changed', path, `was ${was.join(' or ')}, is anything`)];
  const fits = (type: string): boolean =>
    was.includes(type) || (type === 'integer' && was.includes('number'));
  if (!is.every(fits))
    return [breaks('type-changed', path, `was ${was.join(' or ')}, is ${is.join(' or ')}`)];
  return was.every((type) => is.includes(type))
    ? []
    : [safe('type-narrowed', path, `was ${was.join(' or ')}, is ${is.join(' or ')}`)];
};

function typesOf(schema: JsonObject): readonly string[] | undefined {
  const type = schema['type'];
  if (typeof type === 'string') return [type];
  if (Array.isArray(type)) return (type as readonly JsonValue[]).map(String);
  const words = wordsOf(schema);
  return words && [...new Set(words.map(typeOf))];
}

function typeOf(value: JsonValue): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number';
  return typeof value;
}

const without = (values: readonly JsonValue[], others: readonly JsonValue[]): readonly JsonValue[] => {
  const known = new Set(others.map(canonicalJson));
  return values.filter((value) => !known.has(canonicalJson(value)));
};

const texts = (values: readonly JsonValue[]): string => values.map(canonicalJson).join(', ');
