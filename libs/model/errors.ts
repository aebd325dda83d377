/** Where in a file an error stands; line and column count from 1. */
export interface FilePlace {
  readonly file: string;
  readonly line?: number;
  readonly column?: number;
  /** Dotted path inside the document, as `streams.orders.map.status`. */
  readonly path?: string;
}

/** A setting or a connector file is wrong. Nothing starts with it. `code` is stable, `way` says what to do. */
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

/** The other side cannot answer now: try again later. `code` is stable; the message holds no record value (I10). */
export class TransientError extends Error {
  override readonly name = 'TransientError';
  constructor(
    readonly code: string,
    message: string,
    /** True where trying soon would do harm (a locked account): wait five minutes. */
    readonly slow = false,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** One record cannot be applied: it becomes a dead letter, the rest goes on (I11). No record value in the message (I10). */
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
