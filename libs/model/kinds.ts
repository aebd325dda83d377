/** The canonical things that have an identity, a schema and a topic. */
export const ENTITY_KINDS = ['request', 'work-order', 'hazard-case', 'invoice', 'property'] as const;
export type EntityKind = (typeof ENTITY_KINDS)[number];

/** Typed ties between entities that do not make them one. */
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
export type LinkType = (typeof LINK_TYPES)[number];

/**
 * What an event can tell of: a closed list, since subscribers match on these words in the header `ce_changes`. `amended` is any change
 * that has no word of its own.
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
export type ChangeKind = (typeof CHANGE_KINDS)[number];

/** Why an event was made: the first read, the living system, or a mapping that changed. */
export const ORIGINS = ['backfill', 'live', 'remap'] as const;
export type Origin = (typeof ORIGINS)[number];

export const isEntityKind = (word: string): word is EntityKind =>
  (ENTITY_KINDS as readonly string[]).includes(word);
export const isLinkType = (word: string): word is LinkType =>
  (LINK_TYPES as readonly string[]).includes(word);
