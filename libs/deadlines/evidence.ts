import { dayOf } from './calendar/days.js';
import type { Occasion } from './occasions.js';
import type { MetBy } from './rule.js';
import { belongsTo, type TimedSubject } from './subject.js';

/** The instants at which it happened, in any order, ISO in UTC; AT_SOME_TIME where nobody says when. */
type Find = (subject: TimedSubject, occasion: Occasion) => readonly (string | undefined)[];

/** The time of what happened, though nobody says when. It sorts before every instant: it counts as in time. */
const AT_SOME_TIME = '';

/**
 * `when`, unless it is before the day of the occasion: nothing that was done before anybody had to can meet a rule. Days are compared, as
 * many systems say no more.
 */
const since = ({ at, investigation }: Occasion, when: string | undefined): string | undefined => {
  const from = investigation?.startedAt ?? at;
  return when === undefined || from === undefined || dayOf(when) >= dayOf(from) ? when : undefined;
};

/** An order that is `completed` was done, though nobody says when. `closed` alone says neither that it was done nor that it was not. */
const completedAtSomeTime = ({ status, completedAt }: TimedSubject): string | undefined =>
  status === 'completed' && completedAt === undefined ? AT_SOME_TIME : undefined;

/** Why nobody can know whether it was done; undefined where somebody can. */
type UnknownReason = (subject: TimedSubject) => string | undefined;
const closedWithoutCompletion: UnknownReason = ({ status }) =>
  status === 'closed' ? 'closed-without-completion' : undefined;

interface Evidence {
  /** Top-level fields that would hold it. Where it has no time, the last of them says it. */
  readonly fields: readonly string[];
  readonly find: Find;
  readonly unknownReason?: UnknownReason;
}

/** Name of the evidence → the fields that hold it, and how it is found there. Rules in schemas/rules use these names. */
const EVIDENCE = {
  'emergency-investigated': {
    fields: ['investigations'],
    find: ({ investigations }, occasion) => investigations.map((it) => since(occasion, it.concludedAt)),
  },
  investigated: {
    fields: ['investigations'],
    find: ({ investigations }, occasion) =>
      investigations.filter((it) => it.kind !== 'renewed').map((it) => since(occasion, it.concludedAt)),
  },
  'this-investigation-concluded': {
    fields: ['investigations'],
    find: (_, { investigation }) => [investigation?.concludedAt],
  },
  'made-safe': {
    fields: ['madeSafeAt', 'hazards'],
    find: ({ madeSafeAt }, occasion) => [
      since(occasion, madeSafeAt),
      allOf(occasion.hazards.map((it) => it.madeSafeAt)),
    ],
  },
  'summary-sent': {
    fields: ['summaries'],
    // a summary that names an investigation is of that one; any other is of each investigation that ended by that day
    find: (subject, { investigation }) =>
      subject.summaries
        .filter((summary) =>
          summary.investigation === undefined
            ? summary.sentAt !== undefined &&
              dayOf(summary.sentAt) >= dayOf(investigation?.concludedAt ?? summary.sentAt)
            : belongsTo(summary, investigation, subject),
        )
        .map((it) => it.sentAt),
  },
  'safety-work-completed': {
    fields: ['works'],
    find: (subject, { investigation }) => {
      const own = subject.works.filter(
        (work) =>
          work.kind === 'safety' &&
          (work.investigation === undefined || belongsTo(work, investigation, subject)),
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
    find: (_, { investigation }) => [investigation?.worksNeeded === false ? AT_SOME_TIME : undefined],
  },
  'case-duplicate': {
    fields: ['closedReason'],
    find: ({ closedReason }) => [closedReason === 'duplicate' ? AT_SOME_TIME : undefined],
  },
  'case-not-bound': {
    fields: ['closedReason'],
    find: ({ closedReason }) => [closedReason === 'not-bound' ? AT_SOME_TIME : undefined],
  },
  'order-attended': {
    fields: ['attendedAt', 'visits', 'status'],
    // a completed order was attended
    find: (subject) => (subject.attendedAt.length > 0 ? subject.attendedAt : [completedAtSomeTime(subject)]),
    unknownReason: closedWithoutCompletion,
  },
  'order-completed': {
    fields: ['completedAt', 'status'],
    find: (subject) => [subject.completedAt, completedAtSomeTime(subject)],
    unknownReason: closedWithoutCompletion,
  },
  'order-cancelled': {
    fields: ['cancelledAt', 'status'],
    // a system that says only `cancelled` gives no time: that counts as in time
    find: ({ cancelled }) => [cancelled && (cancelled.at ?? AT_SOME_TIME)],
  },
} as const satisfies Readonly<Record<string, Evidence>>;

/** One of EVIDENCE_WORDS. */
export type EvidenceWord = keyof typeof EVIDENCE;
/** The names of all evidence that a rule may ask for. */
export const EVIDENCE_WORDS = Object.keys(EVIDENCE) as readonly EvidenceWord[];

/** Top-level fields of the entity that would hold any of this evidence, each once. */
export const evidenceFields = (evidence: readonly EvidenceWord[]): readonly string[] => [
  ...new Set(evidence.flatMap((word) => EVIDENCE[word].fields)),
];

/** When this evidence first came about, ISO in UTC; '' where nobody says when; undefined where there is none. */
export function firstAt(word: EvidenceWord, subject: TimedSubject, occasion: Occasion): string | undefined {
  const find: Find = EVIDENCE[word].find;
  return [...find(subject, occasion)].filter((it) => it !== undefined).sort()[0];
}

/** Why nobody can know whether the rule was met; undefined where somebody can. */
export function unknownReason({ evidence }: MetBy, subject: TimedSubject): string | undefined {
  const all: readonly Evidence[] = evidence.map((word) => EVIDENCE[word]);
  return all.map((it) => it.unknownReason?.(subject)).find((it) => it !== undefined);
}

/**
 * When the rule was met, in time or not, and the field that says so; undefined where it was not. `at` is ISO in UTC, or '' where nobody
 * says when, which counts as in time.
 */
export function metAt(
  { how, evidence }: MetBy,
  subject: TimedSubject,
  occasion: Occasion,
): { readonly at: string; readonly by: string } | undefined {
  const all = evidence.flatMap((word) => {
    const at = firstAt(word, subject, occasion);
    const { fields }: Evidence = EVIDENCE[word];
    return at === undefined ? [] : [{ at, by: (at === AT_SOME_TIME ? fields.at(-1) : fields[0]) ?? '' }];
  });
  const known = all.sort((a, b) => (a.at < b.at ? -1 : 1));
  return how === 'any' ? known[0] : known.length === evidence.length ? known.at(-1) : undefined;
}

/** The last of these instants; undefined where there are none or one is missing. */
function allOf(instants: readonly (string | undefined)[]): string | undefined {
  const known = instants.filter((it) => it !== undefined).sort();
  return known.length === instants.length ? known.at(-1) : undefined;
}
