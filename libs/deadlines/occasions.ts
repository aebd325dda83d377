import { dayOf } from './calendar/days.js';
import type { Trigger } from './rule.js';
import { numberedName, type Hazard, type Investigation, type TimedSubject } from './subject.js';

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

export function occasionsOf(trigger: Trigger, subject: TimedSubject): readonly Occasion[] {
  switch (trigger.on) {
    case 'hazard-aware':
      return hazardOccasions(trigger.severity, subject);
    case 'investigation-requested':
      return subject.investigations
        .filter((it) => (it.kind ?? 'renewed') === 'renewed' && it.requestedAt !== undefined)
        .map((it) =>
          doubtfulWithoutKind(investigationOccasion(it, it.requestedAt, subject.hazards, subject)),
        );
    case 'investigation-concluded':
      return conclusionOccasions(trigger, subject);
    case 'right-to-repair':
      return defectOccasions(trigger, subject);
    case 'ordered':
      return orderOccasions(trigger.priority, subject);
    default:
      return trigger satisfies never;
  }
}

/** The occasion as it is while nobody can tell whether it is one. */
const doubtful = (occasion: Occasion, unclear: string): Occasion => ({ ...occasion, at: undefined, unclear });

/** What a code says that no table knows may be anything: it is asked of every rule that it could begin. */
const doubtfulWithoutKind = (occasion: Occasion): Occasion =>
  occasion.investigation?.kind === undefined ? doubtful(occasion, 'investigation-kind-not-known') : occasion;

function orderOccasions(priority: string, subject: TimedSubject): readonly Occasion[] {
  const { raisedAt, priorityUnmapped } = subject;
  if (raisedAt === undefined || !(priorityUnmapped || subject.priority === priority)) return [];
  const occasion = { ref: '', at: raisedAt, by: 'raisedAt', hazards: [] };
  return [priorityUnmapped ? doubtful(occasion, 'priority-not-known') : occasion];
}

/** One each. An emergency that an investigation found has the clock of that investigation instead. */
function hazardOccasions(severity: string, subject: TimedSubject): readonly Occasion[] {
  return subject.hazards
    .filter((it) => (it.severity ?? severity) === severity)
    .filter(
      (it) =>
        it.severity !== 'emergency' || !isFoundBy(subject.investigations.filter(otherThanEmergency), it),
    )
    .map((it) => {
      const occasion = {
        ref: numberedName(it),
        by: 'awareAt',
        hazards: [it],
        ...awareness(awareAtOf(it, subject), subject),
      };
      return it.severity === undefined ? doubtful(occasion, 'severity-not-known') : occasion;
    });
}

/** Of a hazard that is asserted while the case runs nobody knew before, unless it is what an investigation of the case found. */
function awareAtOf(hazard: Hazard, { awareAt, investigations }: TimedSubject): string | undefined {
  const { assertedAt } = hazard;
  if (awareAt === undefined || assertedAt === undefined || assertedAt <= awareAt) return awareAt;
  const since = investigations.filter(
    (it) => it.concludedAt !== undefined && dayOf(it.concludedAt) >= dayOf(awareAt),
  );
  return isFoundBy(since, hazard) ? awareAt : assertedAt;
}

/** Did one of them find it: a hazard of that severity, asserted since it began? */
const isFoundBy = (investigations: readonly Investigation[], { severity, assertedAt }: Hazard): boolean =>
  assertedAt !== undefined &&
  investigations.some((it) => {
    const since = it.startedAt ?? it.concludedAt;
    return it.outcome === severity && since !== undefined && assertedAt >= since;
  });

/** With a clock of its own: an emergency that it found needs no other. */
const otherThanEmergency = ({ kind, concludedAt }: Investigation): boolean =>
  kind !== undefined && kind !== 'emergency' && concludedAt !== undefined;

function conclusionOccasions(
  { found, preventativeWork, notOf = [] }: Trigger & { readonly on: 'investigation-concluded' },
  subject: TimedSubject,
): readonly Occasion[] {
  if (preventativeWork === true && !subject.works.some((it) => it.kind === 'preventative')) return [];
  return subject.investigations
    .filter((it) => it.concludedAt !== undefined && !notOf.includes(it.kind ?? ''))
    .filter((it) => found === undefined || it.outcome === undefined || found.includes(it.outcome))
    .map((it) => {
      const occasion = investigationOccasion(it, it.concludedAt, foundHazards(it, found, subject), subject);
      if (found !== undefined && it.outcome === undefined) return doubtful(occasion, 'outcome-not-known');
      return notOf.length > 0 ? doubtfulWithoutKind(occasion) : occasion;
    });
}

/**
 * The hazards that the finding is of. The outcome is an assertion by itself: where no hazard is recorded as that grave yet, it makes
 * those of the case so; where none is recorded at all, there is one of which nobody says the type.
 */
function foundHazards(
  { outcome }: Investigation,
  found: readonly string[] | undefined,
  { hazards }: TimedSubject,
): readonly Hazard[] {
  const all = hazards.map((it) => ({ ...it, severity: it.severity ?? outcome }));
  if (found === undefined) return all.length > 0 ? hazards : unrecordedHazard(outcome);
  const grave = all.filter(({ severity }) => severity === undefined || found.includes(severity));
  if (grave.length > 0) return grave;
  return all.length > 0 ? all.map((it) => ({ ...it, severity: outcome })) : unrecordedHazard(outcome);
}

const unrecordedHazard = (severity: string | undefined): readonly Hazard[] => [
  { ref: '', system: undefined, type: undefined, severity, assertedAt: undefined, madeSafeAt: undefined },
];

const investigationOccasion = (
  investigation: Investigation,
  at: string | undefined,
  hazards: readonly Hazard[],
  subject: TimedSubject,
): Occasion => ({
  ref: numberedName(investigation),
  by: `investigations/${numberedName(investigation)}`,
  hazards,
  investigation,
  ...awareness(at, subject),
});

/** A case whose beginning nobody asserts is none yet: without awareness and its source no clock runs. */
const awareness = (
  at: string | undefined,
  { awareAt, awareSource }: TimedSubject,
): Pick<Occasion, 'at' | 'unclear'> =>
  awareAt === undefined || awareSource === undefined
    ? { at: undefined, unclear: 'awareness-not-stated' }
    : { at };

function defectOccasions(
  { defect, season }: Trigger & { readonly on: 'right-to-repair' },
  { rightToRepair }: TimedSubject,
): readonly Occasion[] {
  if (!rightToRepair || (rightToRepair.defect ?? defect) !== defect) return [];
  const at = rightToRepair.notifiedAt;
  // the limit of heating follows the season of the notice: without it there is no telling which
  if (season && (at === undefined || !inSeason(dayOf(at).slice(5), season))) return [];
  const occasion = { ref: '', by: 'rightToRepair', at, hazards: [] };
  if (rightToRepair.defect === undefined) return [doubtful(occasion, 'defect-not-known')];
  return [at === undefined ? doubtful(occasion, 'notice-not-stated') : occasion];
}

/** `day` is `MM-DD`; neither end is in the season, and it may span the new year. */
const inSeason = (
  day: string,
  { after, before }: { readonly after: string; readonly before: string },
): boolean => (after < before ? day > after && day < before : day > after || day < before);
