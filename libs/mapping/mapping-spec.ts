import type { JsonObject, JsonValue } from '#libs/model/json.js';
import type { EntityKind } from '#libs/model/kinds.js';
import type { VersionKind } from '#libs/model/version.js';

/** A value of a connector file: text beginning with `=` is an expression, anything else is itself. */
export type Template = JsonValue;

/** scheme → the id: text, `{ id, period }`, or an expression that gives either, or a list of them. */
export type ReferenceTemplates = { readonly [scheme: string]: Template };

/** One row of a code table. */
export interface CodeRow {
  readonly code: string;
  readonly value: string;
  readonly label?: string;
}

/** What `schemes.yaml` says of one scheme, as far as the mapping needs it. */
export interface SchemeRule {
  readonly normalise: readonly Normalisation[];
  /** Ids of digits only that are shorter get zeros in front. */
  readonly pad?: number;
  /** True: an id means nothing without its period. */
  readonly reused?: boolean;
}
export const NORMALISATIONS = ['trim', 'upper', 'lower'] as const;
export type Normalisation = (typeof NORMALISATIONS)[number];

/** What is tidied once, before any expression looks: see `clean.ts`. */
export interface CleanRules {
  readonly trim?: 'left' | 'right' | 'both';
  /** Dates that mean nothing is known, as `1900-01-01`. */
  readonly nullDates?: readonly string[];
  /** `camel`: the names of the record begin in lower case (`TypeCode` → `typeCode`, `ID` → `id`), however the sender writes them. */
  readonly names?: 'camel';
}

/** What a record says of one entity, or of several where there is `each`. */
export interface Block {
  /** Gives the elements; inside, names are the element's and `$$` is the record. */
  readonly each?: string;
  /** The element's own number; its position from 1 where it has none. */
  readonly part?: string;
  /** Names that an element may have; absent: they are not checked. */
  readonly fields?: readonly string[];
  /** A kind, or an expression that gives one. */
  readonly as?: string;
  readonly identity?: ReferenceTemplates;
  /** link type → scheme → id */
  readonly links?: { readonly [type: string]: ReferenceTemplates };
  readonly map?: { readonly [field: string]: Template };
}

/** One stream's mapping, as plain data. Everything in it but `checkFields` goes into the hash. */
export interface MappingSpec extends Omit<Block, 'fields'> {
  /** Allocates the codes: `$code("status", x)` gives raw scheme `<system>/status`. */
  readonly system: string;
  /** Further contributions of the same record. `as` and `identity` are the stream's, read on the record, where a block has none. */
  readonly parts?: readonly Block[];
  /** Expression(s) for the record's key. Of several, each may be empty, but not all. */
  readonly key: string | readonly string[];
  readonly version?: { readonly is: string; readonly kind: VersionKind; readonly optional?: boolean };
  readonly changedAt?: string;
  /** rule → expression; true: left out by that rule. */
  readonly filter?: { readonly [rule: string]: string };
  readonly clean?: CleanRules;
  /** IANA zone of times without an offset. */
  readonly timezone?: string;
  /** Luxon formats of dates that are not ISO 8601, tried in order. */
  readonly dates?: readonly string[];
  /** ISO 4217; of amounts whose text names none. */
  readonly currency?: string;
  /** Names a record may have at its top. Absent: they are not checked. */
  readonly fields?: readonly string[];
  readonly codes: { readonly [table: string]: readonly CodeRow[] };
  readonly schemes: { readonly [scheme: string]: SchemeRule };
  /** Does what the map gave fit the kind's model? The path is dotted, inside the fields. */
  readonly checkFields?: (
    kind: EntityKind,
    fields: JsonObject,
  ) => { readonly path: string; readonly message: string } | undefined;
}

/** What is wrong with a mapping before any record is seen. */
export interface MappingProblem {
  readonly code: string;
  readonly message: string;
  /** Where in the stream: `['map', 'tasks', 0, 'ref']`. */
  readonly path: readonly (string | number)[];
  /** True: the last step of the path, a name, is what is wrong, not the value behind it. */
  readonly name?: true;
  /** Characters into the text of the value. */
  readonly offset?: number;
  readonly way?: string;
}
