import { Bug, ConfigError, TransientError } from '#libs/model/errors.js';
import { DataRefused, StaleCheckpoint } from '#libs/model/batch.js';

/** The SQLSTATE of an error of the driver, however deep TypeORM wrapped it. */
export function sqlState(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null) return undefined;
  const { code, driverError } = error as { readonly code?: unknown; readonly driverError?: unknown };
  if (typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code)) return code;
  return driverError === undefined || driverError === error ? undefined : sqlState(driverError);
}

/** Classes that tell of a bug in a statement of ours, not of the server's state: 42 (syntax, rights), 0A (not supported). */
const BUGS = new Set(['42', '0A']);
/** 22 (data), 23 (integrity), 54 (limits of the server: a number too long for its index). */
const REFUSED = new Set(['22', '23', '54']);
const CREDENTIALS = new Set(['28']);

/**
 * What an error inside a ledger transaction means. Without SQLSTATE it came from the connection. The driver's error is not kept as
 * cause: it carries the parameters, which are records (I10).
 */
export function ledgerError(error: unknown): Error {
  if (error instanceof StaleCheckpoint || error instanceof DataRefused) return error;
  if (error instanceof ConfigError || error instanceof TransientError || error instanceof Bug) return error;
  const state = sqlState(error);
  if (state === undefined) return isDriverError(error) ? unreachable() : (error as Error);
  const group = state.slice(0, 2);
  if (REFUSED.has(group)) return new DataRefused('data-refused', `SQLSTATE ${state}`);
  if (CREDENTIALS.has(group))
    return new TransientError(
      'ledger-credentials-refused',
      'The ledger database refuses the credentials.',
      true,
    );
  if (BUGS.has(group))
    return new Bug('wrong-statement', `A statement of the ledger is wrong (SQLSTATE ${state}).`);
  return unreachable();
}

/** TypeORM's words for a statement that failed, and for one on a connection that broke between two statements. */
const BROKEN = new Set(['QueryFailedError', 'QueryRunnerAlreadyReleasedError']);

/** TypeORM wraps what happens to a statement; the network's own errors carry a system error code. */
function isDriverError(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return BROKEN.has(error.name) || typeof (error as { readonly code?: unknown }).code === 'string';
}

/** A connection could not be had. */
export function connectionError(error: unknown): Error {
  return sqlState(error) === undefined ? unreachable() : ledgerError(error);
}

const unreachable = (): TransientError =>
  new TransientError('ledger-unreachable', 'The ledger database does not answer.');
