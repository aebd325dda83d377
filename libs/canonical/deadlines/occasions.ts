import { dayOf } from './calendar/days.js';
import type { Trigger } from './rule.js';
import type { Hazard, Investigation, Subject } from './subject.js';

/** Something happened that begins the clock of a rule. */
export interface Occasion {
  /** Which part of the entity it is of; '' where it is the entity itself. */
  readonly ref: string;
  /** Field or element that asserts it. */
  readonly by: string;
  /** Absent: it is asserted, but not enough is said to begin a clock, and `unclear` says what is missing. */
  readonly at: string | undefined;
  readonly unclear?: string;
  /** Of which hazards, for laws that bind some only. */
  readonly hazards: readonly Hazard[];
  readonly investigation?: Investigation;
}

export function occasionsOf(trigger: Trigger, subject: Subject): readonly Occasion[] {
  switch (trigger.on) {
    case 'hazard-aware':
      return ofHazards(trigger.severity, subject);
    case 'investigation-requested':
      return subject.investigations
        .filter((it) => it.kind === 'renewed' && it.requestedAt !== undefined)
        .map((it) => ofInvestigation(it, it.requestedAt, subject.hazards, subject));
    case 'investigation-concluded':
      return ofConcluded(trigger, subject);
    case 'right-to-repair':
      return ofDefect(trigger, subject);
    case 'ordered':
      if (subject.priority !== trigger.priority || subject.raisedAt === undefined) return [];
      return [{ ref: '', at: subject.raisedAt, by: 'raisedAt', hazards: [] }];
    default:
      return trigger satisfies never;
  }
}

/** One each. An emergency that an investigation found has the clock of that investigation instead. */
function ofHazards(severity: string, subject: Subject): readonly Occasion[] {
  return subject.hazards
    .filter((it) => it.severity === severity && !(severity === 'emergency' && foundLater(it, subject)))
    .map((it) => ({ ref: it.ref, by: 'awareAt', hazards: [it], ...aware(subject.awareAt, subject) }));
}

const foundLater = ({ assertedAt }: Hazard, { investigations }: Subject): boolean =>
  assertedAt !== undefined &&
  investigations.some((it) => {
    const since = it.startedAt ?? it.concludedAt;
    return foundEmergency(it) && since !== undefined && assertedAt >= since;
  });

const foundEmergency = ({ kind, outcome }: Investigation): boolean =>
  kind !== 'emergency' && outcome === 'emergency';

function ofConcluded(
  { found, preventativeWork, notOf = [] }: Trigger & { readonly on: 'investigation-concluded' },
  subject: Subject,
): readonly Occasion[] {
  if (preventativeWork === true && !subject.works.some((it) => it.kind === 'preventative')) return [];
  return subject.investigations
    .filter((it) => it.concludedAt !== undefined && !notOf.includes(it.kind ?? ''))
    .flatMap((it): readonly Occasion[] => {
      if (found === undefined) return [ofInvestigation(it, it.concludedAt, subject.hazards, subject)];
      if (it.outcome !== undefined && !found.includes(it.outcome)) return [];
      const hazards = subject.hazards
        .map((hazard) => ({ ...hazard, severity: hazard.severity ?? it.outcome }))
        .filter(({ severity }) => severity === undefined || found.includes(severity));
      const occasion = ofInvestigation(it, it.concludedAt, hazards, subject);
      return [
        it.outcome === undefined ? { ...occasion, at: undefined, unclear: 'outcome-not-known' } : occasion,
      ];
    });
}

const ofInvestigation = (
  investigation: Investigation,
  at: string | undefined,
  hazards: readonly Hazard[],
  subject: Subject,
): Occasion => ({
  ref: investigation.ref,
  by: `investigations/${investigation.ref}`,
  hazards,
  investigation,
  ...aware(at, subject),
});

/** A case whose beginning nobody asserts is none yet: without awareness and its source no clock runs. */
const aware = (at: string | undefined, { awareAt, awareSource }: Subject): Pick<Occasion, 'at' | 'unclear'> =>
  awareAt === undefined || awareSource === undefined
    ? { at: undefined, unclear: 'awareness-not-stated' }
    : { at };

function ofDefect(
  { defect, season }: Trigger & { readonly on: 'right-to-repair' },
  { rightToRepair }: Subject,
): readonly Occasion[] {
  if (rightToRepair?.defect !== defect) return [];
  const at = rightToRepair.notifiedAt;
  // the limit of heating follows the season of the notice: without it there is no telling which
  if (season && (at === undefined || !inSeason(dayOf(at).slice(5), season))) return [];
  const unclear = at === undefined ? { unclear: 'notice-not-stated' } : {};
  return [{ ref: '', by: 'rightToRepair', at, hazards: [], ...unclear }];
}

/** `day` is `MM-DD`; neither end is in the season, and it may span the new year. */
const inSeason = (
  day: string,
  { after, before }: { readonly after: string; readonly before: string },
): boolean => (after < before ? day > after && day < before : day > after || day < before);
