import { isObject, type JsonObject, type JsonValue } from '#libs/model/json.js';
import { CHANGE_KINDS, type ChangeKind, type EntityKind } from '#libs/model/kinds.js';
import { elementsOf, comparableText, type MainDocument } from './document-fields.js';
import { CHANGE_RULES, type ChangeRule } from './change-rules.js';

/**
 * What an event tells of, found by comparing the main document before the commit (undefined where the entity is new) with the one after it.
 * `mergeOrSplit`: what the commit did to the entity. The answer is never empty: `amended` stands for any other change.
 */
export function changesOf(
  kind: EntityKind,
  before: MainDocument,
  after: JsonObject,
  mergeOrSplit: readonly ('merged' | 'split')[],
): readonly ChangeKind[] {
  if (after['state'] === 'merged') return ['merged'];
  if (after['state'] === 'withdrawn') return ['withdrawn'];
  const rules: Readonly<Partial<Record<ChangeKind, ChangeRule>>> = {
    ...CHANGE_RULES[kind],
    unmapped,
    linked,
  };
  const changes = CHANGE_KINDS.filter(
    (change) =>
      ((change === 'merged' || change === 'split') && mergeOrSplit.includes(change)) ||
      rules[change]?.(before, after) === true,
  );
  return changes.length === 0 ? ['amended'] : changes;
}

/** There is a code without a canonical word that was not there before, in whatever field. */
const unmapped: ChangeRule = (before, after) => {
  const known = unmappedCodes(before);
  return [...unmappedCodes(after)].some((code) => !known.has(code));
};

/** Every code without a canonical word in the document, as text. */
function unmappedCodes(document: MainDocument): ReadonlySet<string> {
  const found = new Set<string>();
  const look = (value: JsonValue | undefined): void => {
    if (Array.isArray(value)) (value as readonly JsonValue[]).forEach(look);
    if (!isObject(value)) return;
    if (value['state'] === 'unmapped') found.add(comparableText([value['raw']]));
    else Object.values(value).forEach(look);
  };
  look(document);
  return found;
}

/**
 * A link came or went, its other end became known, or the place there got its UPRN. The links of a new entity are no change of their own.
 */
const linked: ChangeRule = (before, after) =>
  before?.['links'] !== undefined && comparableText(linkStates(before)) !== comparableText(linkStates(after));

const linkStates = (document: MainDocument): readonly JsonValue[] =>
  elementsOf(document, 'links').map((link) =>
    [link['type'], link['reference'], link['id'], link['uprn']].map((it) => it ?? null),
  );
