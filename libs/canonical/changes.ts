import { canonicalJson, isObject, type JsonObject, type JsonValue } from './json.js';
import { CHANGE_KINDS, type ChangeKind, type EntityKind } from './kinds.js';

/**
 * The field by which an entity of this kind is spoken of itself, and the word for the first time that it is. A booking may be known
 * before its order: then the order is `appointed` first and `ordered` when the system that raised it speaks.
 */
const FIRST: Readonly<Record<EntityKind, readonly [field: string, change: ChangeKind]>> = {
  request: ['reportedAt', 'reported'],
  'work-order': ['raisedAt', 'ordered'],
  invoice: ['number', 'invoiced'],
  property: ['references', 'amended'],
};

/**
 * What an event tells of, derived from the document before (undefined: the entity is new) and after.
 * `joined`: which merge or split this commit made of it. Never empty; `amended` is any other change.
 */
export function changesOf(
  kind: EntityKind,
  before: JsonObject | undefined,
  after: JsonObject,
  joined: readonly ('merged' | 'split')[],
): readonly ChangeKind[] {
  const changes = new Set<ChangeKind>(joined);
  if (after['state'] === 'merged') return ['merged'];
  if (after['state'] === 'withdrawn') return ['withdrawn'];
  const [field, first] = FIRST[kind];
  if (after[field] !== undefined && before?.[field] === undefined) changes.add(first);
  if (appointed(before, after)) changes.add('appointed');
  if (count(after, noAccess) > count(before, noAccess)) changes.add('no-access');
  if (isDone(after) && !isDone(before)) changes.add('completed');
  if (isCancelled(after) && !isCancelled(before)) changes.add('cancelled');
  if ([...unmapped(after)].some((code) => !unmapped(before).has(code))) changes.add('unmapped');
  if (before?.['links'] !== undefined && text(linkStates(before)) !== text(linkStates(after)))
    changes.add('linked');
  if (changes.size === 0) changes.add('amended');
  return CHANGE_KINDS.filter((change) => changes.has(change));
}

type Document = JsonObject | undefined;

function appointed(before: Document, after: JsonObject): boolean {
  const windows = (document: Document): readonly string[] =>
    list(document, 'appointments').map((one) => text([one['ref'], at(one['from']), at(one['to'])]));
  const known = new Set(windows(before));
  return windows(after).some((window) => !known.has(window));
}

const noAccess = (document: Document): number =>
  list(document, 'visits').filter((visit) => word(visit['outcome']) === 'no-access').length +
  list(document, 'jobUpdates').filter((update) => word(update['type']) === 'no-access').length;

const count = (document: Document, of: (document: Document) => number): number =>
  document ? of(document) : 0;

const isDone = (document: Document): boolean =>
  document?.['completedAt'] !== undefined || ['completed', 'closed'].includes(word(document?.['status']));

const isCancelled = (document: Document): boolean =>
  document?.['cancelledAt'] !== undefined || word(document?.['status']) === 'cancelled';

/** Every code without a canonical word that stands in the document, as text. Histories repeat what was current once. */
function unmapped(document: Document): ReadonlySet<string> {
  const found = new Set<string>();
  const look = (value: JsonValue | undefined): void => {
    if (Array.isArray(value)) (value as readonly JsonValue[]).forEach(look);
    if (!isObject(value)) return;
    if (value['state'] === 'unmapped') found.add(text(value['raw']));
    else Object.values(value).forEach(look);
  };
  look(document);
  return found;
}

const linkStates = (document: Document): JsonValue =>
  list(document, 'links').map((link) =>
    [link['type'], link['reference'], link['id']].map((it) => it ?? null),
  );

const list = (document: Document, name: string): readonly JsonObject[] => {
  const value = document?.[name];
  return Array.isArray(value) ? (value as readonly JsonValue[]).filter(isObject) : [];
};
const word = (value: JsonValue | undefined): string =>
  isObject(value) && typeof value['value'] === 'string' ? value['value'] : '';
const at = (value: JsonValue | undefined): JsonValue => (isObject(value) ? (value['at'] ?? null) : null);
const text = (value: JsonValue | readonly (JsonValue | undefined)[] | undefined): string =>
  canonicalJson(
    Array.isArray(value) ? value.map((it) => (it as JsonValue | undefined) ?? null) : (value as JsonValue),
  );
