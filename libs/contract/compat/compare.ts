import { canonicalJson, isObject, type JsonObject, type JsonValue } from '#libs/model/json.js';
import { alternatives } from './alternatives.js';
import { breaks, safe, type Difference } from './finding.js';
import { compareLimits } from './limits.js';
import { compareFields, compareOpenness, fieldsOf } from './objects.js';
import { compareNotes, compareUnjudged } from './others.js';
import { partOf, type SchemaPart } from './resolve-reference.js';
import { compareListedWords, compareTypes, compareWords, isCoded } from './compare-values.js';

/**
 * Compares one version of a topic's schema with the next, and gives every change. It is pure. The rules are our own: consumers read open (they
 * ignore fields that they do not know), producers write closed (they write nothing that the schema does not allow). So a change is safe when
 * whoever knows the old schema can read whatever may be written by the new one, and breaking otherwise:
 *
 * - safe: a new field (in what was a map, one that fits the map's values), an optional field that becomes required, a tighter type, format, pattern or bound, another description;
 * - breaking: a field that goes, moves, or becomes optional, another type, a looser bound, another format or pattern, an opened object;
 * - a word that goes is breaking in any list, since somebody may be waiting for it; a word that comes is breaking in a closed list, and safe
 *   in one that was released with `x-open` and among the words of a coded value (`isCoded` says why);
 * - a looser class is breaking, and so are other HACT codes of a word: whoever has the value would treat it wrongly.
 *
 * A field that became required may still be absent from a message that was written before: topics are compacted, and an entity at rest is not
 * written again. Local `$ref`s are followed, so what is moved into `$defs` or out of it is no change. Keywords that are not judged
 * (`allOf`, `not`, `if` …) may not change at all. Throws ConfigError as `resolveReference` and `alternatives`.
 */
export function compareSchemas(before: JsonObject, after: JsonObject): readonly Difference[] {
  return compare(partOf(before, before), partOf(after, after), { path: [], coded: false, above: [] });
}

/** Where in the value two parts of schemas stand that are compared. */
interface Place {
  readonly path: readonly string[];
  /** True for the word of a coded value. */
  readonly coded: boolean;
  /** The pairs that this one stands in, so that the comparison of a schema that refers to itself ends. */
  readonly above: readonly (readonly [JsonObject, JsonObject])[];
}

function compare(before: SchemaPart, after: SchemaPart, place: Place): readonly Difference[] {
  if (place.above.some(([was, is]) => was === before.schema && is === after.schema)) return [];
  const inside = { ...place, above: [...place.above, [before.schema, after.schema] as const] };
  const was = alternatives(before);
  const is = alternatives(after);
  const [onlyWas, onlyIs] = [was[0], is[0]];
  if (was.length === 1 && is.length === 1 && onlyWas && onlyIs)
    return comparePlain({ ...before, schema: onlyWas }, { ...after, schema: onlyIs }, inside);
  return compareAlternatives(
    was.map((schema) => ({ ...before, schema })),
    is.map((schema) => ({ ...after, schema })),
    inside,
  );
}

/** Each new alternative must be readable as one of the old ones. */
function compareAlternatives(
  was: readonly SchemaPart[],
  is: readonly SchemaPart[],
  place: Place,
): readonly Difference[] {
  const matched = new Set<SchemaPart>();
  const differences = is.flatMap((alternative): readonly Difference[] => {
    const tries = was.map((old) => ({ old, differences: comparePlain(old, alternative, place) }));
    const fits = tries.find(({ differences }) => !differences.some(({ breaking }) => breaking));
    const match = fits ?? tries.find(({ old }) => isLike(old, alternative));
    if (!match) return [breaks('alternative-added', place.path, 'a value of another shape may come')];
    matched.add(match.old);
    return match.differences;
  });
  const unmatched = was.filter((old) => !matched.has(old));
  return unmatched.length === 0
    ? differences
    : [...differences, safe('alternative-removed', place.path, 'a value of one shape comes no more')];
}

const isLike = (left: SchemaPart, right: SchemaPart): boolean =>
  left.schema['type'] !== undefined &&
  canonicalJson(left.schema['type']) === canonicalJson(right.schema['type']);

function comparePlain(before: SchemaPart, after: SchemaPart, place: Place): readonly Difference[] {
  const [was, is] = [before.schema, after.schema];
  const { path } = place;
  const types = compareTypes(was, is, path);
  if (types.some(({ breaking }) => breaking)) return types; // the other findings would only repeat it
  return [
    ...types,
    ...compareWords(place.coded)(was, is, path),
    ...compareListedWords(was, is, path),
    ...compareLimits(was, is, path),
    ...compareFields(was, is, path),
    ...compareOpenness(was, is, path),
    ...compareNotes(was, is, path),
    ...compareUnjudged(before, after, path),
    ...compareInside(before, after, place),
  ];
}

function compareInside(before: SchemaPart, after: SchemaPart, place: Place): readonly Difference[] {
  const [was, is] = [before.schema, after.schema];
  const coded = isCoded(was) && isCoded(is);
  const compareStep = (
    step: string,
    old: JsonValue | undefined,
    now: JsonValue | undefined,
  ): readonly Difference[] =>
    compare(partOf(old, before.root), partOf(now, after.root), {
      path: [...place.path, step],
      coded: coded && step === 'value',
      above: place.above,
    });
  const [keys, keysNow] = [was['additionalProperties'], is['additionalProperties']];
  const fields = Object.entries(fieldsOf(is)).flatMap(([name, now]) => {
    const old = fieldsOf(was)[name] ?? (isObject(keys) ? keys : undefined); // a named field was a key of the map before
    return old === undefined ? [] : compareStep(name, old, now);
  });
  return [
    ...fields,
    ...(was['items'] === undefined ? [] : compareStep('[*]', was['items'], is['items'])),
    ...(isObject(keys) && keysNow !== false ? compareStep('*', keys, keysNow) : []),
  ];
}
