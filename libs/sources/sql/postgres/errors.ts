import { ConfigError, TransientError } from '#libs/model/errors.js';
import { isProgrammingError } from '#libs/model/programming-error.js';
import type { SqlSettings } from '../settings.js';

/** A table, a column, a type or a function that is asked for by name is not there, or is of another kind. */
const NAMES: ReadonlySet<string> = new Set(
  '42P01 42703 3F000 42883 42704 42804 42846 42702 42725'.split(' '),
);
/** A text is invalid in the encoding of the database, or has no equivalent in Unicode. */
const UNDECODABLE: ReadonlySet<string> = new Set(['22021', '22P05']);
const DAMAGED: ReadonlySet<string> = new Set(['XX001', 'XX002']);

/**
 * What an error of the driver means, by SQLSTATE (PostgreSQL, appendix A). The server's message and details quote values, so
 * they go nowhere (I10), not even as `cause`. What somebody can mend at the source is a TransientError: the stream heals by itself. Only
 * what is wrong however the source changes is a ConfigError.
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
  }
  if (NAMES.has(code)) return columnGone(`what is asked for is gone from ${where} (${code})`, settings);
  if (UNDECODABLE.has(code)) return new Undecodable(`${where} cannot decode a text (${code})`);
  if (DAMAGED.has(code))
    return new TransientError('source-damaged', `${where} finds that ${settings.from} is damaged (${code})`);
  if (/^22[0-9A-Z]{3}$/.test(code)) {
    const message = `${where} refuses to read a row of ${settings.from} (${code}): ${wayOf(settings)}`;
    return new TransientError('row-refused', message);
  }
  if (/^42[0-9A-Z]{3}$/.test(code)) {
    const message = `${where} refuses to read ${settings.from} (${code})`;
    return new ConfigError('query-refused', message, undefined, wayOf(settings));
  }
  return new TransientError('source-unreachable', `${where} does not answer (${code})`);
}

/** A text that was asked for cannot be decoded. Whoever asks for rows finds the row; from anything else it cannot be told. */
export class Undecodable extends TransientError {
  constructor(message: string) {
    super('undecodable', message);
  }
}

const wayOf = ({ backfill }: SqlSettings): string =>
  backfill === undefined ? 'look at from, key and watermark' : 'look at backfill, from, key and watermark';

/** The table is not as it was when the stream was made. It may come back: a table that is made anew each night is gone for a moment. */
export const columnGone = (message: string, settings: SqlSettings): TransientError =>
  new TransientError('column-gone', `${message}: compare the stream's fields with ${settings.from}`);
