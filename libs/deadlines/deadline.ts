import type { JsonObject } from '#libs/model/json.js';
import { CLOCK } from './clock-fact.js';

/**
 * How a deadline stands. `near`: it is due soon. `overdue-unconfirmed`: it is past due, and evidence that it was met may still be read.
 * `missed`: it is past due, and all evidence up to then has been read. `disapplied`: evidence that came in time lifts the rule.
 */
export const DEADLINE_STATES = [
  'running',
  'near',
  'met',
  'overdue-unconfirmed',
  'missed',
  'not-applicable',
  'disapplied',
  'applicability-unknown',
] as const;
/** One of DEADLINE_STATES. */
export type DeadlineState = (typeof DEADLINE_STATES)[number];

/** One deadline of an entity. Instants are ISO in UTC. */
export interface Deadline {
  /** Rule id, and the part of the entity where it is not the whole: `awaab-significant-investigate/dm/h1`. A deadline keeps it. */
  readonly ref: string;
  readonly rule: string;
  readonly ruleVersion: string;
  readonly state: DeadlineState;
  /** Why it is not applicable or disapplied, why nobody knows whether it applies, or why it is met without `metAt`. */
  readonly reason?: string;
  readonly triggeredAt?: string;
  /** The field or element that asserts what began it. */
  readonly triggeredBy: string;
  readonly dueAt?: string;
  /** `given`: a system gave the due date, and it stays as given. `rule`: it was counted by the rule. */
  readonly dueBy?: 'given' | 'rule';
  readonly nearAt?: string;
  /** The calendar that counted the days. Absent where hours are counted, or where the due date was given. */
  readonly calendarVersion?: string;
  /** When it was done, in time or not. Absent in a met deadline where nobody says when. */
  readonly metAt?: string;
  /** The field that says so. */
  readonly metBy?: string;
  /** It was published as overdue or missed before the evidence came. */
  readonly corrected?: true;
  /** It was due before the systems were live or the rule was in use: it rings nothing. */
  readonly quiet?: true;
}

/** Can its state still change because time passes or more evidence is read? */
export const isOpen = ({ state }: Deadline): boolean =>
  state === 'running' || state === 'near' || state === 'overdue-unconfirmed';

/** The deadline as it stands in the published document. */
export function publishedDeadline(deadline: Deadline): JsonObject {
  const { triggeredAt, dueAt, nearAt, metAt, ...rest } = deadline;
  return {
    ...rest,
    ...moment('triggeredAt', triggeredAt),
    ...moment('dueAt', dueAt),
    ...moment('nearAt', nearAt),
    ...moment('metAt', metAt),
    system: CLOCK.system,
    by: [`${CLOCK.connector}/${CLOCK.stream}`],
  };
}

const moment = (name: string, at: string | undefined): JsonObject =>
  at === undefined ? {} : { [name]: { at, text: at } };
