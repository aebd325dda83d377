import {
  landlordCalendar,
  lawCalendar,
  type LandlordDays,
  type WorkingCalendar,
} from './calendar/calendar.js';
import { DIVISIONS, type Division } from './calendar/divisions.js';
import type { EvidenceWord } from './evidence.js';
import type { FirstCounted, Limit, Near } from './limit.js';

/** Whose law may bind a home. */
export const JURISDICTIONS = ['england', 'wales', 'scotland', 'northern-ireland'] as const;
/** One of JURISDICTIONS. */
export type Jurisdiction = (typeof JURISDICTIONS)[number];

/** What begins a deadline: always something that a system asserts, never a guess from a text. */
export type Trigger =
  | { readonly on: 'hazard-aware'; readonly severity: string }
  | { readonly on: 'investigation-requested' }
  | {
      readonly on: 'investigation-concluded';
      /** Outcomes that begin it; absent where any outcome does. */
      readonly found?: readonly string[];
      /** Kinds of investigation that do not begin it. */
      readonly notOf?: readonly string[];
      /** It begins only where preventative work is asserted. */
      readonly preventativeWork?: true;
    }
  | {
      readonly on: 'right-to-repair';
      readonly defect: string;
      /** The notice must fall between these days of the year (`MM-DD`), on neither of them. */
      readonly season?: { readonly after: string; readonly before: string };
    }
  | { readonly on: 'ordered'; readonly priority: string };

/** Which hazards of a severity a law binds: each type from a day on, or all but some. */
export type BoundHazards =
  | { readonly allBut: readonly string[] }
  | { readonly from: Readonly<Record<string, string>> };

/** The evidence that meets a rule: all of it, or any of it. */
export interface MetBy {
  readonly how: 'all' | 'any';
  readonly evidence: readonly EvidenceWord[];
}

/** One rule that is in use, as schemas/rules describes it. Days are ISO (`2026-10-27`). */
export interface DeadlineRule {
  readonly id: string;
  readonly version: number;
  readonly title: string;
  readonly jurisdiction: Jurisdiction | 'any';
  readonly landlords: readonly string[] | 'any';
  readonly tenures: readonly string[] | 'any';
  /** An occasion before this day begins no deadline. */
  readonly inForceFrom: string;
  /**
   * Severity → the hazards that are bound; a severity that is not listed is not bound. Absent where the rule does not depend on hazards.
   */
  readonly hazards?: Readonly<Record<string, BoundHazards>>;
  readonly trigger: Trigger;
  readonly limit: Limit;
  readonly firstCountedDay: FirstCounted;
  readonly calendar: Division | 'landlord';
  readonly near?: Near;
  /** The field whose due date stands in place of the counted one, where a system gives it. */
  readonly given?: 'targetAt';
  readonly metBy: MetBy;
  /** Reason → the evidence that disapplies the rule where it came about in time. */
  readonly disappliedBy: Readonly<Record<string, EvidenceWord>>;
  /** The day on which somebody verified the rule: what was due before that day rings nothing. */
  readonly verifiedOn?: string;
}

/** The rules that one landlord has in use. */
export interface DeadlineRules {
  readonly rules: readonly DeadlineRule[];
  readonly landlord: string;
  /** Where the landlord's homes are, unless a case says otherwise. */
  readonly jurisdiction: Jurisdiction;
  /** The landlord's working days, for its own targets. */
  readonly days: LandlordDays;
  /** Hash of everything that decides a deadline. Where it changes, the clock looks at every entity again. */
  readonly hash: string;
}

const LAW_CALENDARS: ReadonlyMap<Division, WorkingCalendar> = new Map(
  DIVISIONS.map((division) => [division, lawCalendar(division)]),
);

/** The calendar that a rule counts by. A law has its own; only the landlord's own targets count by the landlord's days. */
export const calendarOf = (rule: DeadlineRule, { days }: DeadlineRules): WorkingCalendar =>
  (rule.calendar === 'landlord' ? undefined : LAW_CALENDARS.get(rule.calendar)) ?? landlordCalendar(days);
