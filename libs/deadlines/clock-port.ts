import type { LedgerStream } from '#libs/model/batch.js';
import type { JsonObject } from '#libs/model/json.js';
import type { EntityKind } from '#libs/model/kinds.js';
import type { Reference } from '#libs/model/reference.js';
import type { ClockFact } from './clock-fact.js';
import type { DeadlineRules } from './rule.js';

/** An entity that the clock must look at, since its next moment has come. */
export interface DueEntity {
  readonly id: string;
  readonly kind: EntityKind;
  /** The reference by which the clock's contribution names the entity: the one that founded its id, where the entity still has it. */
  readonly reference: Reference;
  /** The main document as published. */
  readonly main: JsonObject;
  /** The newest fact that the clock committed about it; undefined before the first. */
  readonly lastFact: ClockFact | undefined;
  /** Ids of the streams with a contribution to it, without the clock's own. */
  readonly streams: readonly number[];
  /** Ids of those of these streams that have an open dead letter for a record about it. */
  readonly refusing: readonly number[];
  /** The moment that has come, as the ledger writes it. `postpone` compares with it. */
  readonly lookAt: string;
}

/** A stream, as far as it bears witness to what was done. Instants are ISO in UTC. */
export interface Witness {
  /** Id of the stream. */
  readonly id: number;
  /** Fields that its records may contain: `work-order.completedAt`; `*.completedAt` where each record decides of which kind it speaks. */
  readonly says: readonly string[];
  /** True: Lintel polls it, so that it has a first read which ends. False: it calls by itself. */
  readonly asked: boolean;
  /** It has an open dead letter without a key, which may be about any entity. */
  readonly refusing: boolean;
  /** When its first read ended; absent until then. */
  readonly backfilledAt?: string;
  readonly goLiveAt?: string;
  /** Everything that the system knew at this instant has been read. Absent where nothing was read yet. */
  readonly readTo?: string;
}

/** Rule id → since when the rule is in use in this ledger with its present version and limit, ISO in UTC. */
export type InUse = Readonly<Record<string, string>>;

/**
 * What the clock needs of a ledger beside the ordinary commit. `runClock` calls it, one call at a time, while it holds the lease `clock`. A
 * clock that slept past its lease may call beside its successor, and does no harm: facts are versioned records, and `postpone` changes only
 * what is still as it was seen. Every method throws TransientError where the ledger does not answer; the clock then starts over.
 */
export interface ClockPort {
  /** The stream that the clock's facts are committed under, made on first use. */
  stream(): Promise<LedgerStream>;
  /** At most `limit` entities whose moment has come at `now`, longest waiting first. An entity that has ended is not among them. */
  due(now: string, limit: number): Promise<readonly DueEntity[]>;
  /**
   * The streams that may hold evidence: those of `configured` (`connector/stream`), and others that any app described or read within the
   * day before `now`. A stream without a sign of life for longer counts as retired.
   */
  witnesses(now: string, configured: readonly string[]): Promise<readonly Witness[]>;
  /** Of these rules, those that `useRules` has put in use, with the time. */
  inUse(rules: DeadlineRules): Promise<InUse>;
  /**
   * Sets the next look at each of these entities to `until`; undefined: no look until the entity changes. An entity that a commit has
   * changed since `due` is left as that commit set it.
   */
  postpone(entities: readonly DueEntity[], until: string | undefined): Promise<void>;
  /**
   * Puts these rules in use, before the first look under them. Where they differ from the former ones, every entity that may have
   * deadlines is due at `now`, and each new rule is noted as in use since `now`. Undefined: there are no rules any more, so nothing is
   * due. It waits for the ledger's lock, so that no commit falls between two sets of rules. A repeated call changes nothing.
   */
  useRules(rules: DeadlineRules | undefined, now: string): Promise<void>;
}
