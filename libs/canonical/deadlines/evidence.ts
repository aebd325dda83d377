import { dayOf } from './calendar/days.js';
import type { Occasion } from './occasions.js';
import type { MetBy } from './rule.js';
import { belongsTo, type Subject } from './subject.js';

/** Instants at which it happened, any order. */
type Find = (subject: Subject, occasion: Occasion) => readonly (string | undefined)[];

/** What is so without a time is so in time. */
const WHENEVER = '';

/** What counts as done, the fields that say so, and where they are. */
const EVIDENCE = {
  'emergency-investigated': {
    fields: ['investigations'],
    find: ({ investigations }) => investigations.map((it) => it.concludedAt),
  },
  investigated: {
    fields: ['investigations'],
    find: ({ investigations }) =>
      investigations.filter((it) => it.kind !== 'renewed').map((it) => it.concludedAt),
  },
  'this-investigation-concluded': {
    fields: ['investigations'],
    find: (_, { investigation }) => [investigation?.concludedAt],
  },
  'made-safe': {
    fields: ['madeSafeAt', 'hazards'],
    find: ({ madeSafeAt }, { hazards }) => [madeSafeAt, allOf(hazards.map((it) => it.madeSafeAt))],
  },
  'summary-sent': {
    fields: ['summaries'],
    // one that names its investigation is of that alone; one that does not, of those that ended by that day
    find: (subject, { investigation }) =>
      subject.summaries
        .filter((it) =>
          it.investigation === undefined
            ? it.sentAt !== undefined && dayOf(it.sentAt) >= dayOf(investigation?.concludedAt ?? it.sentAt)
            : belongsTo(it, investigation, subject),
        )
        .map((it) => it.sentAt),
  },
  'safety-work-completed': {
    fields: ['works'],
    find: (subject, { investigation }) => {
      const own = subject.works.filter(
        (it) =>
          it.kind === 'safety' && (it.investigation === undefined || belongsTo(it, investigation, subject)),
      );
      return [allOf(own.map((it) => it.completedAt))];
    },
  },
  'accommodation-offered': {
    fields: ['decants'],
    find: ({ accommodationOfferedAt }) => accommodationOfferedAt,
  },
  'preventative-work-started': {
    fields: ['works'],
    find: ({ works }) => works.filter((it) => it.kind === 'preventative').map((it) => it.startedAt),
  },
  'work-started': { fields: ['works'], find: ({ works }) => works.map((it) => it.startedAt) },
  'all-works-completed': {
    fields: ['works'],
    find: ({ works }) => [allOf(works.map((it) => it.completedAt))],
  },
  'no-works-needed': {
    fields: ['investigations'],
    find: (_, { investigation }) => [investigation?.worksNeeded === false ? WHENEVER : undefined],
  },
  'case-duplicate': {
    fields: ['closedReason'],
    find: ({ closedReason }) => [closedReason === 'duplicate' ? WHENEVER : undefined],
  },
  'case-not-bound': {
    fields: ['closedReason'],
    find: ({ closedReason }) => [closedReason === 'not-bound' ? WHENEVER : undefined],
  },
  'order-attended': { fields: ['attendedAt', 'visits'], find: ({ attendedAt }) => attendedAt },
  'order-completed': { fields: ['completedAt'], find: ({ completedAt }) => [completedAt] },
  'order-cancelled': {
    fields: ['cancelledAt', 'status'],
    // a system that says no more than `cancelled` gives no time: it is taken as in time
    find: ({ cancelled }) => [cancelled && (cancelled.at ?? WHENEVER)],
  },
} as const satisfies Readonly<Record<string, { readonly fields: readonly string[]; readonly find: Find }>>;

export type EvidenceWord = keyof typeof EVIDENCE;
export const EVIDENCE_WORDS = Object.keys(EVIDENCE) as readonly EvidenceWord[];

/** Top-level fields of the entity in which the evidence would stand. */
export const evidenceFields = (words: readonly EvidenceWord[]): readonly string[] => [
  ...new Set(words.flatMap((word) => EVIDENCE[word].fields)),
];

/** When this was first so; undefined where nobody says that it was. */
export function firstAt(word: EvidenceWord, subject: Subject, occasion: Occasion): string | undefined {
  const find: Find = EVIDENCE[word].find;
  return [...find(subject, occasion)].filter((it) => it !== undefined).sort()[0];
}

/** When the rule was met, in time or not, and the field that says so; undefined where it was not. */
export function metAt(
  { how, evidence }: MetBy,
  subject: Subject,
  occasion: Occasion,
): { readonly at: string; readonly by: string } | undefined {
  const all = evidence.flatMap((word) => {
    const at = firstAt(word, subject, occasion);
    return at === undefined ? [] : [{ at, by: EVIDENCE[word].fields[0] }];
  });
  const known = all.sort((a, b) => (a.at < b.at ? -1 : 1));
  return how === 'any' ? known[0] : known.length === evidence.length ? known.at(-1) : undefined;
}

/** The last of them; undefined where there are none, or one is missing. */
function allOf(instants: readonly (string | undefined)[]): string | undefined {
  const known = instants.filter((it) => it !== undefined).sort();
  return known.length === instants.length ? known.at(-1) : undefined;
}
