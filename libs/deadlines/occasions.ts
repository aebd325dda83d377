import { dayOf } from './calendar/days.js';
import type { Trigger } from './rule.js';
import { numberedName, type Hazard, type Investigation, type TimedSubject } from './subject.js';

/** Something that begins a deadline of a rule. */
export interface Occasion {
  /** The part of the entity that it concerns (`dm/h1`); '' where it concerns the entity as a whole. */
  readonly ref: string;
  /** The field or element that asserts it. */
  readonly by: string;
  /** When it happened, ISO in UTC. Undefined where it is asserted and too little is said to begin a deadline. */
  readonly at: string | undefined;
  /** Where `at` is undefined: a stable code for what is missing. */
  readonly unclear?: string;
  /** The hazards that it concerns, since a law may bind only some. */
  readonly hazards: readonly Hazard[];
  /** The investigation that it concerns. */
  readonly investigation?: Investigation;
}

/** Everything in the entity that begins a deadline with this trigger. */
export function occasionsOf(trigger: Trigger, subject: TimedSubject): readonly Occasion[] {
  switch (trigger.on) {
    case 'hazard-aware':
      return hazardOccasions(trigger.severity, subject);
    case 'investigation-requested':
      return subject.investigations
        .filter((it) => (it.kind ?? 'renewed') === 'renewed' && it.requestedAt !== undefined)
        .map((investigation) =>
          doubtfulWithoutKind(
            investigationOccasion(investigation, investigation.requestedAt, subject.hazards, subject),
          ),
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

/** The occasion while nobody can tell whether it is one. */
const doubtful = (occasion: Occasion, unclear: string): Occasion => ({ ...occasion, at: undefined, unclear });

/** An investigation whose kind is a code that no table knows may be of any kind, so that it is a doubtful occasion for each rule. */
const doubtfulWithoutKind = (occasion: Occasion): Occasion =>
  occasion.investigation?.kind === undefined ? doubtful(occasion, 'investigation-kind-not-known') : occasion;

function orderOccasions(priority: string, subject: TimedSubject): readonly Occasion[] {
  const { raisedAt, priorityUnmapped } = subject;
  if (raisedAt === undefined || !(priorityUnmapped || subject.priority === priority)) return [];
  const occasion = { ref: '', at: raisedAt, by: 'raisedAt', hazards: [] };
  return [priorityUnmapped ? doubtful(occasion, 'priority-not-known') : occasion];
}

/** One for each hazard of this severity. An emergency that an investigation found has the deadline of that investigation instead. */
function hazardOccasions(severity: string, subject: TimedSubject): readonly Occasion[] {
  return subject.hazards
    .filter((it) => (it.severity ?? severity) === severity)
    .filter(
      (hazard) =>
        hazard.severity !== 'emergency' ||
        !isFoundBy(subject.investigations.filter(otherThanEmergency), hazard),
    )
    .map((hazard) => {
      const occasion = {
        ref: numberedName(hazard),
        by: 'awareAt',
        hazards: [hazard],
        ...awareness(awareAtOf(hazard, subject), subject),
      };
      return hazard.severity === undefined ? doubtful(occasion, 'severity-not-known') : occasion;
    });
}

/**
 * When the landlord became aware of the hazard. A hazard that is asserted later than the case counts from then on, unless an
 * investigation of the case found it.
 */
function awareAtOf(hazard: Hazard, { awareAt, investigations }: TimedSubject): string | undefined {
  const { assertedAt } = hazard;
  if (awareAt === undefined || assertedAt === undefined || assertedAt <= awareAt) return awareAt;
  const since = investigations.filter(
    (it) => it.concludedAt !== undefined && dayOf(it.concludedAt) >= dayOf(awareAt),
  );
  return isFoundBy(since, hazard) ? awareAt : assertedAt;
}

/**
 * Did one of these investigations find the hazard? It did where its outcome is that severity and the hazard was asserted since it began.
 */
const isFoundBy = (investigations: readonly Investigation[], { severity, assertedAt }: Hazard): boolean =>
  assertedAt !== undefined &&
  investigations.some((investigation) => {
    const since = investigation.startedAt ?? investigation.concludedAt;
    return investigation.outcome === severity && since !== undefined && assertedAt >= since;
  });

/** A concluded investigation that is not the emergency's own: an emergency that it found has a deadline by it already. */
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
    .map((investigation) => {
      const occasion = investigationOccasion(
        investigation,
        investigation.concludedAt,
        foundHazards(investigation, found, subject),
        subject,
      );
      if (found !== undefined && investigation.outcome === undefined)
        return doubtful(occasion, 'outcome-not-known');
      return notOf.length > 0 ? doubtfulWithoutKind(occasion) : occasion;
    });
}

/**
 * The hazards that an investigation found. Its outcome is an assertion by itself: where no hazard is recorded with that severity yet,
 * those of the case get it; where none is recorded at all, it stands for one whose type nobody says.
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

/** No deadline begins without both the landlord's awareness and who says so: until somebody asserts these there is no case. */
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
  // the limit for heating depends on the season of the notice: without a notice nobody can tell which limit
  if (season && (at === undefined || !inSeason(dayOf(at).slice(5), season))) return [];
  const occasion = { ref: '', by: 'rightToRepair', at, hazards: [] };
  if (rightToRepair.defect === undefined) return [doubtful(occasion, 'defect-not-known')];
  return [at === undefined ? doubtful(occasion, 'notice-not-stated') : occasion];
}

/** All are `MM-DD`. Neither end belongs to the season, and the season may span the new year. */
const inSeason = (
  day: string,
  { after, before }: { readonly after: string; readonly before: string },
): boolean => (after < before ? day > after && day < before : day > after || day < before);
