import type { JsonObject, JsonValue } from '#libs/model/json.js';
import type { EntityKind } from '#libs/model/kinds.js';
import type { VersionKind } from '#libs/model/version.js';

/** A value of a connector file: text beginning with `=` is an expression, anything else is itself. */
export type Template = JsonValue;

/** scheme → its id: text, `{ id, period }`, an expression that gives either, or a list of these. */
export type ReferenceTemplates = { readonly [scheme: string]: Template };

/** One row of a code table. */
export interface CodeRow {
  readonly code: string;
  readonly value: string;
  readonly label?: string;
}

/** What `schemes.yaml` says of one scheme, as far as the mapping needs it. */
export interface SchemeRule {
  /** Applied in this order. */
  readonly normalise: readonly Normalisation[];
  /** Length up to which ids of digits only get zeros in front. */
  readonly pad?: number;
  /** True: the system uses its ids again, so an id means nothing without its period. */
  readonly reused?: boolean;
}
/** What can be done to an id so that two spellings of it are one. */
export const NORMALISATIONS = ['trim', 'upper', 'lower'] as const;
export type Normalisation = (typeof NORMALISATIONS)[number];

/** How a record is tidied before any expression sees it: see `clean.ts`. */
export interface CleanRules {
  readonly trim?: 'left' | 'right' | 'both';
  /** Dates that stand for "not known", as `1900-01-01`. */
  readonly nullDates?: readonly string[];
  /** `camel`: names are made to begin in lower case (`TypeCode` → `typeCode`, `ID` → `id`), however the sender writes them. */
  readonly names?: 'camel';
}

/** A block of a mapping: what a record says of one entity, or of one entity per element where there is `each`. */
export interface Block {
  /** Expression that gives the elements. In the rest of the block bare names are the element's, and `$$` is the record. */
  readonly each?: string;
  /** Expression for the element's own number. Where it gives none, the element's position from 1 counts. */
  readonly part?: string;
  /** Names that an element may have. Absent: names are not checked. */
  readonly fields?: readonly string[];
  /** A kind, or an expression that gives one. */
  readonly as?: string;
  readonly identity?: ReferenceTemplates;
  /** link type → scheme → id. */
  readonly links?: { readonly [type: string]: ReferenceTemplates };
  readonly map?: { readonly [field: string]: Template };
}

/** The mapping of one stream as plain data, as `compileMapping` takes it. All of it decides the hash, but `checkFields` and unused tables and schemes. */
export interface MappingSpec extends Omit<Block, 'fields'> {
  /** The system that gives out the codes: `$code("status", x)` has the raw scheme `<system>/status`. */
  readonly system: string;
  /** Further contributions of the same record. `as` and `identity` are the stream's, read on the record, where a block has none. */
  readonly parts?: readonly Block[];
  /** Expressions for the record's key. Of several, any may be empty, but not all. */
  readonly key: string | readonly string[];
  /** Expression for the record's version, and how versions compare. Without `optional` a record that has none is a dead letter. */
  readonly version?: { readonly is: string; readonly kind: VersionKind; readonly optional?: boolean };
  /** Expression for the time at which the source says that this was so. */
  readonly changedAt?: string;
  /** rule → expression. Where it gives true the record is left out, and the rule is counted. */
  readonly filter?: { readonly [rule: string]: string };
  readonly clean?: CleanRules;
  /** IANA zone of times without an offset. */
  readonly timezone?: string;
  /** Luxon formats of dates that are not ISO 8601, tried in order. */
  readonly dates?: readonly string[];
  /** ISO 4217 code for amounts whose text names no currency. */
  readonly currency?: string;
  /** Names that a record may have at its top. Absent: names are not checked. */
  readonly fields?: readonly string[];
  readonly codes: { readonly [table: string]: readonly CodeRow[] };
  readonly schemes: { readonly [scheme: string]: SchemeRule };
  /** Says how the fields of a contribution misfit the model of their kind; undefined where they fit. The path is dotted, inside the fields. */
  readonly checkFields?: (
    kind: EntityKind,
    fields: JsonObject,
  ) => { readonly path: string; readonly message: string } | undefined;
}

/** What is wrong with a mapping before any record comes. */
export interface MappingProblem {
  /** Stable. */
  readonly code: string;
  readonly message: string;
  /** Where it stands in the stream: `['map', 'tasks', 0, 'ref']`. */
  readonly path: readonly (string | number)[];
  /** True: the name that ends the path is wrong, not the value under that name. */
  readonly name?: true;
  /** How many characters into the text of the value. */
  readonly offset?: number;
  /** What to write instead. */
  readonly way?: string;
}
