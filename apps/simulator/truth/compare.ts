import { canonicalJson, isObject, type JsonObject, type JsonValue } from '#libs/model/json.js';
import type { Expected, ExpectedLink, Fields, Value } from './expected.js';
import { eventKey } from './order-parts.js';

/** One place where a published document is not what it must be. */
export interface Difference {
  /** Key of the entity, as `uh/workOrder:00545095`. */
  readonly entity: string;
  /** As `tasks[7000012].trade` or `personal.description`. */
  readonly path: string;
  readonly expected: JsonValue;
  readonly actual: JsonValue;
}

type Found = JsonValue | undefined;
/** Path, what was expected, what is there. */
type Finding = readonly [string, JsonValue, Found];

/** Everything in which the documents of one entity differ from the truth. `main` must be `current`. */
export function compare(
  expected: Expected,
  main: JsonObject,
  personal: JsonObject | undefined,
): Difference[] {
  const found: Finding[] = [
    ...(main['state'] === 'current' ? [] : [['state', 'current', main['state']] as const]),
    ...(main['kind'] === expected.kind ? [] : [['kind', expected.kind, main['kind']] as const]),
    ...compareReferences(expected.references, main['references']),
    ...compareLinks(expected.links, main['links']),
    ...compareFlags(expected.flags, main['flags']),
    ...compareFields('', expected.fields, main, main),
    ...compareFields('personal.', expected.personal, personal ?? {}, main),
  ];
  return found.map(([path, wanted, actual]) => ({
    entity: expected.key,
    path,
    expected: wanted,
    actual: actual ?? null,
  }));
}

function compareFields(prefix: string, wanted: Fields, actual: JsonObject, main: JsonObject): Finding[] {
  return Object.entries(wanted).flatMap(([name, value]) => {
    const path = `${prefix}${name}`;
    if (value.is === 'elements') return compareElements(path, value, list(actual[name]), list(main[name]));
    if (value.is === 'count') {
      const count = list(actual[name]).length;
      return count === value.count ? [] : [[`${path}.length`, value.count, count] as const];
    }
    return matches(value, actual[name]) ? [] : [[path, shown(value), actual[name]] as const];
  });
}

/** `main`: the same collection in the main document, which knows what event a `ref` stands for. */
function compareElements(
  path: string,
  wanted: Value & { readonly is: 'elements' },
  actual: readonly JsonObject[],
  main: readonly JsonObject[],
): Finding[] {
  const keyOfRef = new Map(
    main.map((element) => [
      element['ref'],
      wanted.by === 'event' ? eventOf(element) : textOf(element['ref']),
    ]),
  );
  const byKey = new Map(actual.map((element) => [keyOfRef.get(element['ref']) ?? '', element]));
  const findings: Finding[] = Object.entries(wanted.elements).flatMap(([key, fields]): Finding[] => {
    const element = byKey.get(key);
    byKey.delete(key);
    if (!element) return [[`${path}[${key}]`, 'present', undefined]];
    return compareFields(`${path}[${key}].`, fields, element, element);
  });
  return [...findings, ...[...byKey.keys()].map((key) => [`${path}[${key}]`, 'absent', 'present'] as const)];
}

function eventOf(update: JsonObject): string {
  const { type, at } = update;
  const instant = isObject(at) ? textOf(at['at']) : '';
  return Number.isNaN(Date.parse(instant))
    ? ''
    : eventKey(isObject(type) ? textOf(type['value']) : '', instant);
}

function matches(wanted: Value, actual: Found): boolean {
  switch (wanted.is) {
    case 'absent':
      return actual === undefined;
    case 'exactly':
      return canonicalJson(actual) === canonicalJson(wanted.value);
    case 'instant':
      return isObject(actual) && Date.parse(textOf(actual['at'])) === Date.parse(wanted.at);
    case 'decimal':
      return typeof actual === 'string' && sameNumber(actual, wanted.text);
    case 'pounds':
      return (
        isObject(actual) &&
        actual['currency'] === 'GBP' &&
        sameNumber(textOf(actual['amount']), wanted.amount)
      );
    case 'code':
      return isObject(actual) && matchesCode(wanted, actual);
    case 'count':
    case 'elements':
      return false;
    default:
      return wanted satisfies never;
  }
}

function matchesCode(wanted: Value & { readonly is: 'code' }, actual: JsonObject): boolean {
  const { raw, state, value } = actual;
  if (!isObject(raw) || raw['code'] !== wanted.code) return false;
  if (wanted.unmapped === true) return state === 'unmapped' && value === undefined;
  return state === 'mapped' && (wanted.word === undefined || value === wanted.word);
}

function compareReferences(wanted: readonly string[] | undefined, actual: Found): Finding[] {
  const found = list(actual)
    .map((it) => `${textOf(it['scheme'])}:${textOf(it['id'])}`)
    .sort();
  const same = wanted === undefined || canonicalJson(found) === canonicalJson([...wanted].sort());
  return same ? [] : [['references', [...wanted], found]];
}

function compareLinks(wanted: readonly ExpectedLink[] | undefined, actual: Found): Finding[] {
  if (wanted === undefined) return [];
  const found = new Set(list(actual).map(linkText));
  const must = new Set(
    wanted.map((link) =>
      [link.type, link.reference, link.part ?? '', link.linked ? 'linked' : 'unlinked', link.uprn ?? ''].join(
        ' ',
      ),
    ),
  );
  return [
    ...[...must].filter((link) => !found.has(link)).map((link) => ['links', link, undefined] as const),
    ...[...found].filter((link) => !must.has(link)).map((link) => ['links', null, link] as const),
  ];
}

function linkText(link: JsonObject): string {
  const reference = isObject(link['reference']) ? link['reference'] : {};
  return [
    link['type'],
    `${textOf(reference['scheme'])}:${textOf(reference['id'])}`,
    link['part'] ?? '',
    link['state'],
    link['uprn'] ?? '',
  ]
    .map(textOf)
    .join(' ');
}

function compareFlags(wanted: readonly string[], actual: Found): Finding[] {
  const found = Array.isArray(actual) ? (actual as readonly JsonValue[]) : [];
  return wanted.filter((flag) => !found.includes(flag)).map((flag) => ['flags', flag, undefined] as const);
}

/** Decimal texts of at most a few places: compared without trailing zeros, never as binary fractions. */
const sameNumber = (a: string, b: string): boolean => plainNumber(a) === plainNumber(b);
const plainNumber = (text: string): string => {
  const [whole = '', fraction = ''] = text.replace(/^(-?)0+(?=\d)/, '$1').split('.');
  const rest = fraction.replace(/0+$/, '');
  return rest === '' ? whole.replace(/^-0$/, '0') : `${whole}.${rest}`;
};

const shown = (value: Value): JsonValue =>
  'is' in value ? (JSON.parse(JSON.stringify(value)) as JsonValue) : null;
const textOf = (value: Found): string => (typeof value === 'string' ? value : '');
const list = (value: Found): readonly JsonObject[] =>
  Array.isArray(value) ? (value as readonly JsonValue[]).filter(isObject) : [];
