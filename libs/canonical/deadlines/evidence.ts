import { dayOf } from './calendar/days.js';
import type { Occasion } from './occasions.js';
import type { MetBy } from './rule.js';
import type { Subject, Work } from './subject.js';

/** Instants at which it happened, any order. */
type Find = (subject: Subject, occasion: Occasion) => readonly (string | undefined)[];

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
  'made-safe': { fields: ['madeSafeAt'], find: ({ madeSafeAt }) => [madeSafeAt] },
  'summary-sent': {
    fields: ['summaries'],
    // one that names its investigation is of that alone; one that does not, of those that ended by that day
    find: ({ summaries }, { investigation }) =>
      summaries
        .filter(({ sentAt, investigation: of }) =>
          of === undefined
            ? sentAt !== undefined && dayOf(sentAt) >= dayOf(investigation?.concludedAt ?? sentAt)
            : of === investigation?.ref,
        )
        .map((it) => it.sentAt),
  },
  'safety-work-completed': {
    fields: ['safetyWorks'],
    find: ({ safetyWorks }) => [allCompleted(safetyWorks)],
  },
  'accommodation-offered': {
    fields: ['decants'],
    find: ({ accommodationOfferedAt }) => accommodationOfferedAt,
  },
  'supplementary-work-started': {
    fields: ['supplementaryWorks'],
    find: ({ supplementaryWorks }) => supplementaryWorks.map((it) => it.startedAt),
  },
  'work-started': {
    fields: ['safetyWorks', 'supplementaryWorks'],
    find: (it) => [...it.safetyWorks, ...it.supplementaryWorks].map((work) => work.startedAt),
  },
  'all-works-completed': {
    fields: ['safetyWorks', 'supplementaryWorks'],
    find: (it) => [allCompleted([...it.safetyWorks, ...it.supplementaryWorks])],
  },
  'order-attended': { fields: ['attendedAt', 'visits'], find: ({ attendedAt }) => attendedAt },
  'order-completed': { fields: ['completedAt'], find: ({ completedAt }) => [completedAt] },
  'order-cancelled': {
    fields: ['cancelledAt', 'status'],
    // a system that says no more than `cancelled` gives no time: it is taken as in time
    find: ({ cancelled }) => [cancelled && (cancelled.at ?? '')],
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

/** When the rule was met, be it in time or not. */
export function metAt({ how, evidence }: MetBy, subject: Subject, occasion: Occasion): string | undefined {
  const all = evidence.map((word) => firstAt(word, subject, occasion));
  const known = all.filter((it) => it !== undefined).sort();
  return how === 'any' ? known[0] : known.length === all.length ? known.at(-1) : undefined;
}

function allCompleted(works: readonly Work[]): string | undefined {
  const done = works.map((it) => it.completedAt);
  return done.every((it) => it !== undefined) ? [...done].sort().at(-1) : undefined;
}
