import type { LedgerStream } from '#libs/model/batch.js';
import type { JsonObject } from '#libs/model/json.js';
import type { EntityKind } from '#libs/model/kinds.js';
import type { Reference } from '#libs/model/reference.js';
import type { ClockFact } from './clock-fact.js';
import type { DeadlineRules } from './rule.js';

/** An entity that the clock must look at. */
export interface DueEntity {
  readonly id: string;
  readonly kind: EntityKind;
  /** The one that founded its id, where it has it still: by it the clock speaks of the entity. */
  readonly reference: Reference;
  /** The main document as published. */
  readonly main: JsonObject;
  /** What the clock said last. */
  readonly lastFact: ClockFact | undefined;
  /** Ids of the streams that speak of it, the clock's own not among them. */
  readonly streams: readonly number[];
  /** Those of which a record about it was refused, and waits to be replayed or given up. */
  readonly refusing: readonly number[];
  /** The moment that had come, as the ledger writes it. */
  readonly lookAt: string;
}

/** A stream as a witness. Instants are ISO. */
export interface Witness {
  readonly id: number;
  /** What its records may say: `work-order.completedAt`; `*` for a kind that each record decides. */
  readonly says: readonly string[];
  /** False: it calls, and has no first read to end. */
  readonly asked: boolean;
  /** A record of it was refused that could be about anything. */
  readonly refusing: boolean;
  readonly backfilledAt?: string;
  readonly goLiveAt?: string;
  /** Whatever the system knew at this moment has been read. */
  readonly readTo?: string;
}

/** Rule id → since when it is in use here, with its version and limit (ISO). */
export type InUse = Readonly<Record<string, string>>;

/** What the clock needs of a ledger beside the commit. */
export interface ClockPort {
  /** The stream that the clock speaks by. */
  stream(): Promise<LedgerStream>;
  /** Entities whose moment has come, longest waiting first. */
  due(now: string, limit: number): Promise<readonly DueEntity[]>;
  /** The streams of `configured` (`connector/stream`), and those that another app runs: no sign of life for a day means retired. */
  witnesses(now: string, configured: readonly string[]): Promise<readonly Witness[]>;
  inUse(rules: DeadlineRules): Promise<InUse>;
  /** Nothing to say of these now: look again then; undefined: when they change. */
  postpone(looked: readonly DueEntity[], until: string | undefined): Promise<void>;
  /** Where the rules are others than before, every entity that may have deadlines is due. Undefined: there are none any more. */
  useRules(rules: DeadlineRules | undefined, now: string): Promise<void>;
}
