import {
  landlordCalendar,
  lawCalendar,
  type LandlordDays,
  type WorkingCalendar,
} from './calendar/calendar.js';
import { DIVISIONS, type Division } from './calendar/divisions.js';
import type { EvidenceWord } from './evidence.js';
import type { FirstCounted, Limit, Near } from './limit.js';

export const JURISDICTIONS = ['england', 'wales', 'scotland', 'northern-ireland'] as const;
export type Jurisdiction = (typeof JURISDICTIONS)[number];

/** What begins a deadline. Always something that a system asserted, never a guess from a priority or a text. */
export type Trigger =
  | { readonly on: 'hazard-aware'; readonly severity: string }
  | { readonly on: 'investigation-requested' }
  | {
      readonly on: 'investigation-concluded';
      /** Outcomes of which it must be one; absent: any. */
      readonly found?: readonly string[];
      /** Kinds of investigation that do not count. */
      readonly notOf?: readonly string[];
      /** Only where such work is asserted. */
      readonly preventativeWork?: true;
    }
  | {
      readonly on: 'right-to-repair';
      readonly defect: string;
      /** Days of the year (`MM-DD`) between which the notice must fall; neither is in it. */
      readonly season?: { readonly after: string; readonly before: string };
    }
  | { readonly on: 'ordered'; readonly priority: string };

/** Which hazards of a severity a law binds: each type from a day on, or all but some. */
export type BoundHazards =
  | { readonly allBut: readonly string[] }
  | { readonly from: Readonly<Record<string, string>> };

/** All of these, or any of these. */
export interface MetBy {
  readonly how: 'all' | 'any';
  readonly evidence: readonly EvidenceWord[];
}

/** One rule that is in force, as schemas/rules has it. Days are ISO. */
export interface DeadlineRule {
  readonly id: string;
  readonly version: number;
  readonly title: string;
  readonly jurisdiction: Jurisdiction | 'any';
  readonly landlords: readonly string[] | 'any';
  readonly tenures: readonly string[] | 'any';
  readonly inForceFrom: string;
  /** Severity → the hazards that are bound. A severity that is not listed is not bound. Absent: the rule is not of hazards. */
  readonly hazards?: Readonly<Record<string, BoundHazards>>;
  readonly trigger: Trigger;
  readonly limit: Limit;
  readonly firstCountedDay: FirstCounted;
  readonly calendar: Division | 'landlord';
  readonly near?: Near;
  /** The field whose due date is taken as given where a system gives one. */
  readonly given?: 'targetAt';
  readonly metBy: MetBy;
  /** Reason → the evidence that, come about in time, disapplies the rule. */
  readonly disappliedBy: Readonly<Record<string, EvidenceWord>>;
  /** Since when it is in use: what was due before that day rings nothing. */
  readonly verifiedOn?: string;
}

/** The rules in force for one landlord. */
export interface DeadlineRules {
  readonly rules: readonly DeadlineRule[];
  readonly landlord: string;
  /** Of the landlord's homes, unless a case says another. */
  readonly jurisdiction: Jurisdiction;
  readonly days: LandlordDays;
  /** Of all that decides a deadline: a change means that all must be looked at again. */
  readonly hash: string;
}

const LAW_CALENDARS: ReadonlyMap<Division, WorkingCalendar> = new Map(
  DIVISIONS.map((division) => [division, lawCalendar(division)]),
);

/** A law counts by its own calendar; only the landlord's own targets count by the landlord's. */
export const calendarOf = (rule: DeadlineRule, { days }: DeadlineRules): WorkingCalendar =>
  (rule.calendar === 'landlord' ? undefined : LAW_CALENDARS.get(rule.calendar)) ?? landlordCalendar(days);
