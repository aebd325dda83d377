import type { JsonObject } from '#libs/model/json.js';
import { CLOCK } from './clock-fact.js';

/** How a deadline stands. */
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
export type DeadlineState = (typeof DEADLINE_STATES)[number];

/** One deadline of an entity. Instants are ISO in UTC. */
export interface Deadline {
  /** Rule and part of the entity: the same deadline keeps it. */
  readonly ref: string;
  readonly rule: string;
  readonly ruleVersion: string;
  readonly state: DeadlineState;
  /** Why it is not applicable, disapplied, not known to apply, or met without a `metAt`. */
  readonly reason?: string;
  readonly triggeredAt?: string;
  /** Field or element that asserts it. */
  readonly triggeredBy: string;
  readonly dueAt?: string;
  /** `given`: as a system gave it, never counted anew. */
  readonly dueBy?: 'given' | 'rule';
  readonly nearAt?: string;
  /** What counted the days; absent where hours run through. */
  readonly calendarVersion?: string;
  /** When it was done, in time or not. Absent of what is met: nobody says when. */
  readonly metAt?: string;
  /** The field that says so. */
  readonly metBy?: string;
  /** It was told of as overdue or missed before the evidence came. */
  readonly corrected?: true;
  /** Due before the systems were live, or the rule was in use: it rings nothing. */
  readonly quiet?: true;
}

/** Will time alone, or the reading of more evidence, change its state? */
export const isOpen = ({ state }: Deadline): boolean =>
  state === 'running' || state === 'near' || state === 'overdue-unconfirmed';

/** As published. */
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
