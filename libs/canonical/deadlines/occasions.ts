import { dayOf } from './calendar/days.js';
import type { Trigger } from './rule.js';
import type { Hazard, Investigation, Subject } from './subject.js';

/** Something happened that begins the clock of a rule. */
export interface Occasion {
  /** Which part of the entity it is of; '' where it is the entity itself. */
  readonly ref: string;
  /** Absent: the trigger is asserted, but not when, or not who says so. */
  readonly at: string | undefined;
  /** Who says so. */
  readonly by: string | undefined;
  /** Of which hazards, for laws that bind some only. */
  readonly hazards: readonly Hazard[];
  readonly investigation?: Investigation;
}

export function occasionsOf(trigger: Trigger, subject: Subject): readonly Occasion[] {
  switch (trigger.on) {
    case 'hazard-aware':
      return ofHazards(trigger.category, subject);
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
      return [{ ref: '', at: subject.raisedAt, by: subject.raisedBy, hazards: [] }];
    default:
      return trigger satisfies never;
  }
}

/** One each: an emergency found in the course of a standard investigation has a clock of its own. */
function ofHazards(category: string, subject: Subject): readonly Occasion[] {
  return subject.hazards
    .filter((it) => it.category === category)
    .map((it) => ({
      ref: it.ref,
      ...(it.awareAt === undefined
        ? stated(subject.awareAt, subject.awareSource)
        : stated(it.awareAt, it.awareSource ?? subject.awareSource)),
      hazards: [it],
    }));
}

function ofConcluded(
  { found, supplementaryWork }: Trigger & { readonly on: 'investigation-concluded' },
  subject: Subject,
): readonly Occasion[] {
  if (supplementaryWork === true && subject.supplementaryWorks.length === 0) return [];
  const hazards = subject.hazards.filter(
    (it) => found === undefined || (it.category !== undefined && found.includes(it.category)),
  );
  if (hazards.length === 0) return [];
  return subject.investigations
    .filter((it) => it.concludedAt !== undefined && (found === undefined || it.outcome !== 'no-hazard'))
    .map((it) => ofInvestigation(it, it.concludedAt, hazards, subject));
}

/** A case whose beginning nobody asserts is none yet: without awareness and its source there is no clock. */
const ofInvestigation = (
  investigation: Investigation,
  at: string | undefined,
  hazards: readonly Hazard[],
  { awareAt, awareSource }: Subject,
): Occasion => ({
  ref: investigation.ref,
  at: stated(awareAt, awareSource).at === undefined ? undefined : at,
  by: investigation.by ?? awareSource,
  hazards,
  investigation,
});

function ofDefect(
  { defect, season }: Trigger & { readonly on: 'right-to-repair' },
  { rightToRepair }: Subject,
): readonly Occasion[] {
  if (rightToRepair?.defect !== defect) return [];
  const at = rightToRepair.notifiedAt;
  // the limit of heating follows the season of the notice: without it there is no telling which
  if (season && (at === undefined || !inSeason(dayOf(at).slice(5), season))) return [];
  return [{ ref: '', at, by: undefined, hazards: [] }];
}

/** `day` is `MM-DD`; neither end is in the season, and it may span the new year. */
const inSeason = (
  day: string,
  { after, before }: { readonly after: string; readonly before: string },
): boolean => (after < before ? day > after && day < before : day > after || day < before);

const stated = (
  at: string | undefined,
  by: string | undefined,
): { at: string | undefined; by: string | undefined } =>
  at === undefined || by === undefined ? { at: undefined, by } : { at, by };
