import { ConfigError, TransientError } from '#libs/model/errors.js';
import { isProgrammingError } from '#libs/model/programming-error.js';
import type { SqlSettings } from '../settings.js';

/** A text is invalid in the encoding of the database, or has no equivalent in Unicode. */
const UNDECODABLE: ReadonlySet<string> = new Set(['22021', '22P05']);

/**
 * What an error of the driver means, by SQLSTATE (PostgreSQL, appendix A). The server's message and details quote values, so
 * they go nowhere (I10), not even as `cause`.
 */
export function sqlError(error: unknown, settings: SqlSettings): Error {
  if (isProgrammingError(error)) return error as Error;
  const code =
    typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : 'no code';
  const where = `${settings.database} at ${settings.host}:${settings.port}`;
  switch (code) {
    case '28P01':
    case '28000':
      return new TransientError(
        'credentials-refused',
        `${where} refuses ${settings.user} or the password`,
        true,
      );
    case '42501':
      return new TransientError(
        'permission-refused',
        `${settings.user} may not read ${settings.from} in ${where}`,
        true,
      );
    case '57014':
      return new TransientError(
        'source-statement-timeout',
        `${where} took too long to read ${settings.from}`,
      );
    case '53300':
      return new TransientError('source-connections-full', `${where} takes no more connections`);
    case '42P01':
    case '42703':
    case '3F000':
      return columnGone(`a table or column that is asked for is gone from ${where} (${code})`, settings);
  }
  if (UNDECODABLE.has(code)) return new Undecodable(`${where} cannot decode a text (${code})`);
  // Classes 42 (syntax, names) and 22 (data): the same query can never work.
  if (/^(?:42|22)[0-9A-Z]{3}$/.test(code)) {
    const way =
      settings.backfill === undefined
        ? 'look at from, key and watermark'
        : 'look at backfill, from, key and watermark';
    return new ConfigError(
      'query-refused',
      `${where} refuses to read ${settings.from} (${code})`,
      undefined,
      way,
    );
  }
  return new TransientError('source-unreachable', `${where} does not answer (${code})`);
}

/** A text that was asked for cannot be decoded. Whoever asks for rows finds the row; from anything else it cannot be told. */
export class Undecodable extends TransientError {
  constructor(message: string) {
    super('undecodable', message);
  }
}

export const columnGone = (message: string, settings: SqlSettings): ConfigError =>
  new ConfigError('column-gone', message, undefined, `compare the stream's fields with ${settings.from}`);
