/** The canonical things that have an identity, a schema and a topic. */
export const ENTITY_KINDS = ['request', 'work-order', 'hazard-case', 'invoice', 'property'] as const;
/** One of ENTITY_KINDS. */
export type EntityKind = (typeof ENTITY_KINDS)[number];

/** How an entity may be tied to another without becoming one with it. */
export const LINK_TYPES = [
  'answers',
  'followOnOf',
  'recallOf',
  'supersedes',
  'partOfCase',
  'partOfProgramme',
  'bills',
  'at',
] as const;
/** One of LINK_TYPES. */
export type LinkType = (typeof LINK_TYPES)[number];

/**
 * What an event can tell of. The list is closed: subscribers match on these words in the header `ce_changes`. `amended` stands for every
 * change that has no word of its own.
 */
export const CHANGE_KINDS = [
  'reported',
  'ordered',
  'appointed',
  'moved',
  'attended',
  'no-access',
  'varied',
  'suspended',
  'completed',
  'reopened',
  'cancelled',
  'hazard-asserted',
  'deadline-near',
  'deadline-missed',
  'invoiced',
  'credited',
  'paid',
  'merged',
  'split',
  'withdrawn',
  'unmapped',
  'linked',
  'amended',
] as const;
/** One of CHANGE_KINDS. */
export type ChangeKind = (typeof CHANGE_KINDS)[number];

/**
 * Why an event was made. `backfill`: the first read of a stream, or before its go-live. `live`: the system changed. `remap`: the mapping
 * changed.
 */
export const ORIGINS = ['backfill', 'live', 'remap'] as const;
/** One of ORIGINS. */
export type Origin = (typeof ORIGINS)[number];

/** Is this word one of ENTITY_KINDS? */
export const isEntityKind = (word: string): word is EntityKind =>
  (ENTITY_KINDS as readonly string[]).includes(word);
/** Is this word one of LINK_TYPES? */
export const isLinkType = (word: string): word is LinkType =>
  (LINK_TYPES as readonly string[]).includes(word);
