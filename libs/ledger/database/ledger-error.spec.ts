import { QueryFailedError } from 'typeorm';
import { DataRefused, StaleCheckpoint } from '#libs/model/batch.js';
import { Bug, ConfigError, TransientError } from '#libs/model/errors.js';
import { connectionError, ledgerError } from './ledger-error.js';

const failed = (properties: object): QueryFailedError =>
  new QueryFailedError('select $1', ['a value'], Object.assign(new Error('quotes a value'), properties));

test.each([
  ['57014', 'ledger-statement-timeout'],
  ['53100', 'ledger-disk-full'],
  ['53300', 'ledger-connections-full'],
  ['25006', 'ledger-read-only'],
  ['40P01', 'ledger-conflict'],
  ['57P01', 'ledger-unreachable'],
  ['08006', 'ledger-unreachable'],
])('SQLSTATE %s is an outage with a code of its own: %s', (code, expected) => {
  const error = ledgerError(failed({ code }));
  expect(error).toBeInstanceOf(TransientError);
  expect(error).toMatchObject({ code: expected, slow: false });
  expect(error.cause).toBeUndefined();
  expect(error.message).not.toContain('value');
});

test.each([
  ['28P01', 'ledger-credentials-refused'],
  ['28000', 'ledger-credentials-refused'],
  ['42501', 'ledger-permission-refused'],
])('SQLSTATE %s waits for somebody, and is tried again slowly: %s', (code, expected) => {
  expect(ledgerError(failed({ code }))).toMatchObject({ name: 'TransientError', code: expected, slow: true });
});

test.each(['22P02', '23505', '54000'])('SQLSTATE %s is about one record', (code) => {
  expect(ledgerError(failed({ code }))).toBeInstanceOf(DataRefused);
});

test.each(['42601', '42P01', '0A000'])('SQLSTATE %s is a bug', (code) => {
  expect(ledgerError(failed({ code }))).toMatchObject({ name: 'Bug', code: 'wrong-statement' });
});

const argument = (): TypeError =>
  Object.assign(new TypeError('The "data" argument must be of type string'), {
    code: 'ERR_INVALID_ARG_TYPE',
  });

test('a bug is never taken for an outage, though it carries a code as the network does', () => {
  expect(ledgerError(argument())).toBeInstanceOf(TypeError);
  expect(connectionError(argument())).toBeInstanceOf(TypeError);
  expect(ledgerError(new RangeError('Invalid time value'))).toBeInstanceOf(RangeError);
  expect(ledgerError(new QueryFailedError('select $1', ['a value'], argument()))).toMatchObject({
    name: 'Bug',
    code: 'wrong-parameter',
    message: expect.not.stringContaining('value') as string,
  });
});

test('an outage is never taken for a bug', () => {
  const reset = Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET', syscall: 'read' });
  for (const error of [reset, failed({}), failed({ code: 'ECONNRESET' })])
    expect(ledgerError(error)).toMatchObject({ name: 'TransientError', code: 'ledger-unreachable' });
  expect(connectionError(new Error('timeout exceeded when trying to connect'))).toBeInstanceOf(
    TransientError,
  );
});

test('what is known already stays as it is', () => {
  const known = [
    new StaleCheckpoint('moved'),
    new DataRefused('data-refused', 'SQLSTATE 22P05'),
    new ConfigError('no-ledger', 'none'),
    new TransientError('ledger-unreachable', 'away'),
    new Bug('wrong-statement', 'wrong'),
  ];
  for (const error of known) expect(ledgerError(error)).toBe(error);
});
