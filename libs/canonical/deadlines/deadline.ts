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

/** One deadline of an entity, as published. Instants are ISO in UTC. */
export interface Deadline {
  /** Rule and part of the entity: the same deadline keeps it. */
  readonly ref: string;
  readonly rule: string;
  readonly ruleVersion: number;
  /** The law, or the contract, that it is of. */
  readonly basis: string;
  readonly state: DeadlineState;
  /** Why it is not applicable, disapplied or not known to apply. */
  readonly reason?: string;
  readonly trigger?: { readonly at: string; readonly by?: string };
  readonly dueAt?: string;
  readonly nearAt?: string;
  /** `given`: as a system gave it, never counted anew. */
  readonly dueBy?: 'given' | 'rule';
  /** What counted the days. */
  readonly calendarVersion?: string;
  /** When it was done, in time or not. */
  readonly metAt?: string;
  /** It was told of as overdue or missed before the evidence came. */
  readonly corrected?: true;
  /** Due before the systems were live: it rings nothing. */
  readonly quiet?: true;
}

/** Will time alone, or the reading of more evidence, change its state? */
export const isOpen = ({ state }: Deadline): boolean =>
  state === 'running' || state === 'near' || state === 'overdue-unconfirmed';
