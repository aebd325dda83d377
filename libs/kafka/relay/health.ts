/** `stopped` is final; `refused` waits for somebody; the others change by themselves. */
export type RelayState = 'standby' | 'starting' | 'relaying' | 'failing' | 'refused' | 'stopped';

export interface RelayHealth {
  readonly state: RelayState;
  /** ISO 8601, of the state. A failure that comes again and again is one state. */
  readonly since: string;
  /** Number of the newest event in Kafka, as far as this instance knows. */
  readonly last: number | undefined;
  /** Why it fails or refuses: a stable code, what it says, and for a refusal the way out. */
  readonly code: string | undefined;
  readonly message: string | undefined;
  readonly way: string | undefined;
  /** ISO 8601: when the oldest event was committed that is known not to be in Kafka. */
  readonly oldestUnpublishedAt: string | undefined;
  /** Records that were committed and that a `read_committed` subscriber does not get: above 0 for long, a transaction hangs. */
  readonly committedNotVisible: number | undefined;
}

/** What changes besides the state. A name that is absent stays as it was. */
export type RelayNews = Partial<Omit<RelayHealth, 'state' | 'since'>>;

/** A change of state, for the log. */
export interface RelayChange {
  readonly state: RelayState;
  readonly code: string | undefined;
  readonly message: string | undefined;
  readonly way: string | undefined;
}

/** Keeps the relay's health. One writer, the relay; anybody may look. */
export interface HealthKeeper {
  snapshot(): RelayHealth;
  /** Gives what to tell where the state or its code has changed. */
  enter(state: RelayState, news?: RelayNews): RelayChange | undefined;
  tell(news: RelayNews): void;
}

export function keepHealth(now: () => Date = () => new Date()): HealthKeeper {
  let health: RelayHealth = {
    state: 'standby',
    since: now().toISOString(),
    last: undefined,
    code: undefined,
    message: undefined,
    way: undefined,
    oldestUnpublishedAt: undefined,
    committedNotVisible: undefined,
  };
  return {
    snapshot: () => health,
    tell: (news) => {
      health = { ...health, ...news };
    },
    enter: (state, news = {}) => {
      // Trying again is part of failing and of refusing: only what succeeds ends it.
      if (state === 'starting' && (health.state === 'failing' || health.state === 'refused'))
        return undefined;
      const code = news.code;
      const changed = state !== health.state || code !== health.code;
      const since = state === health.state ? health.since : now().toISOString();
      health = { ...health, code, message: undefined, way: undefined, ...news, state, since };
      return changed ? { state, code, message: news.message, way: news.way } : undefined;
    },
  };
}
