import { isObject, type JsonObject, type JsonValue } from '../json.js';

/** Which rings a new version of an entity makes: only what became near or missed since the version before, and is not quiet. */
export function ringsOf(
  before: JsonObject | undefined,
  after: JsonObject,
): readonly ('deadline-near' | 'deadline-missed')[] {
  const former = new Map(deadlines(before).map((it) => [it['ref'], it['state']]));
  const became = (state: string): boolean =>
    deadlines(after).some(
      (it) => it['state'] === state && it['quiet'] !== true && former.get(it['ref']) !== state,
    );
  return [
    ...(became('near') ? (['deadline-near'] as const) : []),
    ...(became('missed') ? (['deadline-missed'] as const) : []),
  ];
}

const deadlines = (document: JsonObject | undefined): readonly JsonObject[] => {
  const value = document?.['deadlines'];
  return Array.isArray(value) ? (value as readonly JsonValue[]).filter(isObject) : [];
};
