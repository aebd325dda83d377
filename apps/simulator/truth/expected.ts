import type { JsonValue } from '#libs/model/json.js';
import type { EntityKind, LinkType } from '#libs/model/kinds.js';

/**
 * What an entity must look like once everything has been read, computed from what the pretend systems hold themselves.
 *
 * Decisions of mapping that all kinds share: a blank or padded text is trimmed, and absent when nothing is left; the dates
 * 1900-01-01 and 0001-01-01 are absent; times without zone are London's; instants compare in UTC to the millisecond;
 * amounts and quantities compare as numbers (`57.00` is `57`), all in pounds; a code keeps its raw code and has a word
 * only where the truth is sure of it. Flags listed here must be there; others may. `by`, `text`, `zone` and histories
 * of status are not compared: they depend on who read when.
 */
export interface Expected {
  readonly kind: EntityKind;
  /** Finds the published document: one of `keysOf(document)`. */
  readonly key: string;
  /** All of its identifying references as `scheme:id`, sorted; undefined where their text is the connector's choice. */
  readonly references: readonly string[] | undefined;
  readonly fields: Fields;
  readonly personal: Fields;
  /** All links, in no order; undefined: not compared. */
  readonly links: readonly ExpectedLink[] | undefined;
  /** Flags that must be set. */
  readonly flags: readonly string[];
}

export type Fields = Readonly<Record<string, Value>>;

export interface ExpectedLink {
  readonly type: LinkType;
  /** `scheme:id` */
  readonly reference: string;
  /** Does anything exist that this reference identifies? */
  readonly linked: boolean;
  readonly part?: string;
  /** Of the property there, where the housing system knows one. */
  readonly uprn?: string;
}

export type Value =
  | { readonly is: 'absent' }
  | { readonly is: 'instant'; readonly at: string }
  | { readonly is: 'code'; readonly code: string; readonly word?: string; readonly unmapped?: true }
  | { readonly is: 'pounds'; readonly amount: string }
  | { readonly is: 'decimal'; readonly text: string }
  | { readonly is: 'exactly'; readonly value: JsonValue }
  | { readonly is: 'count'; readonly count: number }
  /** All elements of a collection by their `ref`, or, where that is the connector's choice, by their event. */
  | {
      readonly is: 'elements';
      readonly by: 'ref' | 'event';
      readonly elements: Readonly<Record<string, Fields>>;
    };

type Maybe = string | null | undefined;

export const ABSENT: Value = { is: 'absent' };
const present = (text: Maybe): text is string => text !== null && text !== undefined && text !== '';

/** UTC text of an instant, or absent. */
export const instant = (at: Maybe): Value => (present(at) ? { is: 'instant', at } : ABSENT);
export const text = (value: Maybe): Value => (present(value) ? { is: 'exactly', value } : ABSENT);
export const exactly = (value: JsonValue): Value => ({ is: 'exactly', value });
export const decimal = (value: Maybe): Value => (present(value) ? { is: 'decimal', text: value } : ABSENT);
export const pounds = (amount: Maybe): Value => (present(amount) ? { is: 'pounds', amount } : ABSENT);
/** The housing system writes 0 for an actual cost that it does not know. */
export const poundsIfKnown = (amount: Maybe): Value => pounds(Number(amount ?? 0) === 0 ? undefined : amount);

/** `undefined` in the table: known to exist, its word left to the connector. Not in the table: unmapped (I7). */
export function code(raw: Maybe, words: ReadonlyMap<string, string | undefined>): Value {
  if (!present(raw)) return ABSENT;
  const word = words.get(raw);
  if (word !== undefined) return { is: 'code', code: raw, word };
  return words.has(raw) ? { is: 'code', code: raw } : { is: 'code', code: raw, unmapped: true };
}

/** Absent where there is no element. */
export function elements(by: 'ref' | 'event', list: readonly (readonly [string, Fields])[]): Value {
  return list.length === 0 ? ABSENT : { is: 'elements', by, elements: Object.fromEntries(list) };
}

/** Only elements that have something personal stand in the companion. */
export const personalElements = (by: 'ref' | 'event', list: readonly (readonly [string, Fields])[]): Value =>
  elements(
    by,
    list.filter(([, fields]) => Object.values(fields).some((value) => value.is !== 'absent')),
  );
