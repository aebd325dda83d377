import { ConfigError, TransientError } from '#libs/model/errors.js';
import { connectionError, sqlState } from './ledger-error.js';

/** Node's codes of a refused certificate: SELF_SIGNED_CERT_IN_CHAIN, UNABLE_TO_VERIFY_LEAF_SIGNATURE, ERR_TLS_CERT_ALTNAME_INVALID … */
const CERTIFICATE = /CERT|SIGNATURE/;

/** As connectionError, at start: says more, and what somebody must mend is a ConfigError, `ledger-certificate` or `no-database`. */
export function openError(error: unknown, tls: boolean): Error {
  const state = sqlState(error);
  if (state === '3D000') return noDatabase();
  if (state === '28000' && !tls)
    return new TransientError(
      'ledger-credentials-refused',
      'The ledger database refuses the credentials, or a connection without TLS (?sslmode=require asks for it).',
      true,
    );
  const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
  if (CERTIFICATE.test(code)) return untrusted(code);
  if (state !== undefined) return connectionError(error);
  const hint = code === '' ? (tls ? '; does it speak TLS?' : '.') : ` (${code}).`;
  return new TransientError('ledger-unreachable', `The ledger database does not answer${hint}`);
}

const noDatabase = (): ConfigError =>
  new ConfigError(
    'no-database',
    'The server that DATABASE_URL names has no such database.',
    undefined,
    'Create it (createdb) with this user as its owner, or mend the name.',
  );

const untrusted = (code: string): ConfigError =>
  new ConfigError(
    'ledger-certificate',
    `The certificate of the ledger database is not trusted (${code}).`,
    undefined,
    'Name the PEM file of the authority that signed it in DATABASE_CA_FILE; the host in DATABASE_URL must be one that it was made for.',
  );
