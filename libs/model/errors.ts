/** Where in a file an error stands; line and column count from 1. */
export interface FilePlace {
  readonly file: string;
  readonly line?: number;
  readonly column?: number;
  /** Dotted path inside the document, as `streams.orders.map.status`. */
  readonly path?: string;
}

/**
 * A setting or a connector file is wrong. No retry helps: what it concerns does not start, or stops, until somebody mends it. `code` is
 * stable and may be branched on; `message` is for a person; `way` says what to do.
 */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  constructor(
    readonly code: string,
    message: string,
    readonly place?: FilePlace,
    readonly way?: string,
  ) {
    super(message);
  }
}

/**
 * The other side (database, broker, legacy system) does not answer now, or says that it is busy. The caller waits, longer after each
 * failure, and tries again from the last checkpoint. `code` is stable; the message holds no value of a record (I10).
 */
export class TransientError extends Error {
  override readonly name = 'TransientError';
  constructor(
    readonly code: string,
    message: string,
    /** True where a soon retry does harm, as with refused credentials that may lock an account: wait five minutes. */
    readonly slow = false,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/**
 * What must not be, and can be said without a value of a record (I10): a statement of ours that the server does not understand. The
 * process ends.
 */
export class Bug extends Error {
  override readonly name = 'Bug';
  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

/**
 * One record cannot be applied. It becomes a dead letter with this code and path, and the other records go on (I11). The message holds no
 * value of the record (I10).
 */
export class RecordError extends Error {
  override readonly name = 'RecordError';
  constructor(
    readonly code: string,
    message: string,
    /** Path in the mapping or the record. */
    readonly path?: string,
  ) {
    super(message);
  }
}
