/** The changes that break a subscriber built on the schema before, and the way out of each. The codes are stable. */
export const BREAKING = {
  'schema-removed': 'Keep the topic and its schema; a topic is only ever joined by a v2 beside it.',
  'field-removed':
    'Keep the field. Where it has a better name now, add that beside it; take it away only in a v2 beside this version.',
  'field-moved':
    'Leave the field in the topic where it is and add it to the other as well, or make a v2: who may see a value is part of the contract.',
  'type-changed': 'Add a field of the new type beside this one, or make a v2.',
  'word-added':
    'Subscribers match on every word of this list. Say the new thing in a new optional field, or make a v2.',
  'word-removed':
    'Keep the word: somebody may be waiting for it. A word that is never said any more does no harm.',
  'list-opened': 'Keep the list closed. Say what it has no word for in a new optional field.',
  'list-fixed': 'Keep `x-open`: it binds nobody to add a word, and messages with later words may be there.',
  'constant-changed': 'Keep the constant; another constant is another schema: make a v2.',
  'format-changed': 'Keep the format, or add a field beside this one.',
  'pattern-changed':
    'Keep the pattern, or add a field beside this one. Whether one pattern covers another is not judged.',
  'bound-loosened': 'Keep the bound as tight as it was released, or add a field beside this one.',
  'made-optional': 'Keep it required: subscribers read it without asking whether it is there.',
  'object-opened': 'Keep the object closed and name the new fields: what is written stands in the schema.',
  'map-closed': 'Keep the map, or name its keys as optional fields and keep the map beside them.',
  'alternative-added': 'Say the new shape in a new optional field, or make a v2.',
  'class-loosened':
    'Keep the class: subscribers decide by it who sees the value and how long it is kept. Say what others may see in a new field.',
  'codes-changed':
    'Keep the codes of the word: with others it means something else. Add a word for what is new, or make a v2.',
  'rule-changed':
    'Undo it. This keyword is not judged, so any change to it counts as breaking; say it with the keywords that are, or make a v2.',
} as const;

/**
 * The changes that break no subscriber, as long as it ignores unknown fields, takes an unknown word of a coded value for `unmapped`, and takes
 * an unknown word of an open list for unknown.
 */
export const SAFE = [
  'schema-added',
  'field-added',
  'coded-word-added',
  'open-word-added',
  'made-required',
  'type-narrowed',
  'list-closed',
  'format-added',
  'pattern-added',
  'bound-tightened',
  'object-closed',
  'alternative-removed',
  'class-changed',
  'codes-added',
  'text-changed',
] as const;

export type BreakingCode = keyof typeof BREAKING;
export type SafeCode = (typeof SAFE)[number];

/** A change between two versions of one schema. */
export interface Difference {
  readonly code: BreakingCode | SafeCode;
  readonly breaking: boolean;
  /** Steps from the value's root: a field's name, `[*]` for every item, `*` for every key of a map. */
  readonly path: readonly string[];
  readonly what: string;
}

/** A change that breaks subscribers. */
export const breaks = (code: BreakingCode, path: readonly string[], what: string): Difference => ({
  code,
  breaking: true,
  path,
  what,
});

/** A change that breaks nobody. */
export const safe = (code: SafeCode, path: readonly string[], what: string): Difference => ({
  code,
  breaking: false,
  path,
  what,
});

/** A path as text: `$.tasks[*].rate.code`. */
export const pathText = (path: readonly string[]): string =>
  path.reduce((text, step) => (step === '[*]' ? `${text}[*]` : `${text}.${step}`), '$');
