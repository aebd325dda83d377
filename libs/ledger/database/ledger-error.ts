import { Bug, ConfigError, TransientError } from '#libs/model/errors.js';
import { DataRefused, StaleCheckpoint } from '#libs/model/batch.js';
import { isProgrammingError } from '#libs/model/programming-error.js';

/** The SQLSTATE of an error of the driver, however deep TypeORM wrapped it. */
export function sqlState(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null) return undefined;
  const { code, driverError } = error as { readonly code?: unknown; readonly driverError?: unknown };
  if (typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code)) return code;
  return driverError === undefined || driverError === error ? undefined : sqlState(driverError);
}

/** SQLSTATE → what it means for whoever waits for the ledger, in words for a person. */
const STATES: Readonly<Record<string, readonly [code: string, message: string]>> = {
  '57014': ['ledger-statement-timeout', 'A statement of the ledger took longer than it may.'],
  '53100': ['ledger-disk-full', 'The disk of the ledger database is full. Make room there.'],
  '53200': ['ledger-out-of-memory', 'The ledger database has no memory left.'],
  '53300': ['ledger-connections-full', 'The ledger database takes no more connections.'],
  '25006': [
    'ledger-read-only',
    'The ledger database takes no writes: it is a standby, or was set to read-only.',
  ],
  '40001': ['ledger-conflict', 'Another transaction was in the way.'],
  '40P01': ['ledger-conflict', 'Another transaction was in the way.'],
  '55P03': ['ledger-lock-timeout', 'A lock of the ledger was not had in time.'],
};
/** What an administrator must mend; a soon retry does not help. */
const REFUSALS: Readonly<Record<string, readonly [code: string, message: string]>> = {
  '28': ['ledger-credentials-refused', 'The ledger database refuses the credentials.'],
  '42501': ['ledger-permission-refused', 'The user of the ledger database lacks a right on its tables.'],
};
/** Classes that tell of a bug in a statement of ours, not of the server's state: 42 (syntax, names), 0A (not supported). */
const BUGS = new Set(['42', '0A']);
/** 22 (data), 23 (integrity), 54 (limits of the server: a number too long for its index). */
const DATA = new Set(['22', '23', '54']);

/**
 * What an error inside a ledger transaction means: a bug, an outage with its own code, or a record that cannot be stored. The driver's
 * error is not kept as cause: it carries the parameters, which are records (I10).
 */
export function ledgerError(error: unknown): Error {
  if (error instanceof StaleCheckpoint || error instanceof DataRefused) return error;
  if (error instanceof ConfigError || error instanceof TransientError || error instanceof Bug) return error;
  const state = sqlState(error);
  if (state === undefined) return withoutState(error);
  const group = state.slice(0, 2);
  if (DATA.has(group)) return new DataRefused('data-refused', `SQLSTATE ${state}`);
  const refusal = REFUSALS[state] ?? REFUSALS[group];
  if (refusal) return new TransientError(...refusal, true);
  if (BUGS.has(group))
    return new Bug('wrong-statement', `A statement of the ledger is wrong (SQLSTATE ${state}).`);
  const known = STATES[state];
  return known ? new TransientError(...known) : unreachable();
}

/** A connection could not be had. */
export function connectionError(error: unknown): Error {
  if (isProgrammingError(error)) return error as Error;
  return sqlState(error) === undefined ? unreachable() : ledgerError(error);
}

/** TypeORM's words for a statement that failed, and for one on a connection that broke between two statements. */
const BROKEN = new Set(['QueryFailedError', 'QueryRunnerAlreadyReleasedError']);

/** Without SQLSTATE an error is the network's, the driver's, or a bug of ours that TypeORM may have wrapped. */
function withoutState(error: unknown): Error {
  if (!(error instanceof Error)) return new Bug('thrown-value', 'Something that is no error was thrown.');
  const { code, driverError } = error as { readonly code?: unknown; readonly driverError?: unknown };
  if (isProgrammingError(driverError))
    return new Bug(
      'wrong-parameter',
      `The driver cannot send what a statement was given (${(driverError as Error).name}).`,
    );
  if (isProgrammingError(error)) return error;
  return BROKEN.has(error.name) || typeof code === 'string' ? unreachable() : error;
}

const unreachable = (): TransientError =>
  new TransientError('ledger-unreachable', 'The ledger database does not answer.');
