/** How much a line matters. `error`: somebody must do something. `warn`: something is not well, and is tried again. */
export const LOG_LEVELS = ['debug', 'info', 'warn', 'error'] as const;
/** One of LOG_LEVELS. */
export type LogLevel = (typeof LOG_LEVELS)[number];

/**
 * One line of the log: a change of state or a failure. It holds names, codes and counts, never a value of a record (I10). What differs
 * from line to line stands in a field of its own, so that a program can search for it.
 */
export interface LogLine {
  readonly level: LogLevel;
  readonly message: string;
  /** Who speaks, where it is no stream: `relay`, `clock`, `kafka`. */
  readonly part?: string;
  readonly connector?: string;
  /** The stream's own name, as `orders`. */
  readonly stream?: string;
  /** The state that begins. */
  readonly state?: string;
  /** Stable word for what happened, as `credentials-refused`. */
  readonly code?: string;
  /** Id of the batch. The trace id of its events is this id without dashes. */
  readonly batch?: string;
  readonly topic?: string;
  /** How many records the line tells of. */
  readonly records?: number;
  readonly seconds?: number;
  /** Where a mistake stands, `connectors/x/connector.yaml:12:7`. */
  readonly place?: string;
  /** Dotted path inside the file, as `streams.orders.map.status`. */
  readonly path?: string;
  /** What to do. */
  readonly way?: string;
}

/** Takes a line; never throws. Any number of callers, at any time. */
export type Log = (line: LogLine) => void;
