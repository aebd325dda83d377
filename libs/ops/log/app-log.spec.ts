import { readFileSync } from 'node:fs';
import { DataRefused } from '#libs/model/batch.js';
import { ConfigError, TransientError } from '#libs/model/errors.js';
import type { LogLine } from '#libs/model/log-line.js';
import { openLog, type AppLog, type LogOptions } from './app-log.js';

/** Stands for whatever a record holds. */
const MARK = 'Mrs Invented, 07700 900123';

interface Kept {
  readonly log: AppLog;
  readonly lines: () => readonly Readonly<Record<string, unknown>>[];
  readonly text: () => string;
}

function keep(options: LogOptions = {}): Kept {
  const lines: string[] = [];
  return {
    log: openLog({ level: 'debug', output: { write: (line) => lines.push(line) }, ...options }),
    lines: () => lines.map((line) => JSON.parse(line) as Record<string, unknown>),
    text: () => lines.join(''),
  };
}

test('a line is one JSON object: level in words, ISO time, fields, no process and no host', () => {
  const { log, lines, text } = keep();
  const fields = {
    connector: 'housing',
    stream: 'orders',
    state: 'failing',
    code: 'source-unreachable',
    batch: '00000000-0000-4000-8000-000000000000',
  };
  log.line({ level: 'warn', ...fields, message: 'It does not answer.' });
  expect(lines()).toEqual([
    {
      level: 'warn',
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
      ...fields,
      message: 'It does not answer.',
    },
  ]);
  expect(text()).toMatch(/^[^\n]+\n$/);
});

test('what is below the level is not written', () => {
  const { log, lines } = keep({ level: 'warn' });
  for (const level of ['debug', 'info', 'warn', 'error'] as const) log.line({ level, message: level });
  log.bug(new Error('odd'));
  expect(lines().map((line) => line['level'])).toEqual(['warn', 'error', 'fatal']);
});

/** As TypeORM and the driver make it: the statement, its parameters, the values in message and detail. */
const driverError = (): Error =>
  Object.assign(new Error(`invalid input syntax for type integer: "${MARK}"`), {
    name: 'QueryFailedError',
    code: '22P02',
    query: `insert into record values ('${MARK}')`,
    parameters: [MARK],
    detail: `Key (name)=(${MARK}) exists.`,
    driverError: { message: MARK, where: MARK },
  });

test.each<[string, unknown]>([
  ['an error of the driver', driverError()],
  ['an error whose message looks like a frame', new TypeError(`x\n    at ${MARK} (file:///x.ts:1:1)`)],
  ['a parser that quotes what it read', parseError()],
  ['an error with a cause', new Error(MARK, { cause: driverError() })],
  ['several errors', new AggregateError([driverError(), new Error(MARK)], MARK)],
  ['an error that was given another message', Object.assign(new Error(MARK), { message: 'other' })],
  ['an error with an odd name and code', Object.assign(new Error(MARK), { name: MARK, code: MARK })],
  ['an object, as JSONata throws', { code: 'D3030', value: MARK, token: MARK, message: MARK }],
])('%s: no value gets out, neither as a bug nor through Nest', (_, error) => {
  const { log, lines, text } = keep();
  log.bug(error);
  log.nest.error(error);
  log.nest.error(error, (error as Partial<Error>).stack, 'ExceptionsHandler');
  log.line({ level: 'error', message: 'odd', err: error } as LogLine);
  expect(lines()).toHaveLength(4);
  expect(text()).not.toMatch(/Invented|900123/);
});

test('a text that a request threw is not shown', () => {
  const { log, text } = keep();
  log.nest.error(MARK, 'ExceptionsHandler');
  log.bug(MARK);
  expect(text()).not.toMatch(/Invented|900123/);
});

function parseError(): unknown {
  try {
    return JSON.parse(`{"name": ${MARK}`);
  } catch (error) {
    return error;
  }
}

test('of a bug the kind, the code and the place are known', () => {
  const { log, lines } = keep();
  log.bug(driverError());
  expect(lines()).toMatchObject([
    {
      level: 'fatal',
      err: {
        name: 'QueryFailedError',
        code: '22P02',
        stack: expect.stringMatching(/^ {4}at driverError \(.*app-log\.spec\.ts:\d+:\d+\)\n {4}at /),
      },
    },
  ]);
});

test('of an error of the operating system it is known what was asked for', () => {
  const { log, lines } = keep();
  try {
    readFileSync('/nowhere/at-all');
  } catch (error) {
    log.bug(error);
  }
  const reached = { errno: -98, code: 'EADDRINUSE', syscall: 'listen', address: '127.0.0.1', port: 8081 };
  log.bug(Object.assign(new Error('in use'), reached));
  expect(lines().map((line) => line['err'])).toMatchObject([
    { code: 'ENOENT', call: 'open /nowhere/at-all' },
    { code: 'EADDRINUSE', call: 'listen 127.0.0.1:8081' },
  ]);
});

test('an error of ours says what it says', () => {
  const { log, lines } = keep();
  const cause = new DataRefused('data-refused', 'SQLSTATE 22P05');
  log.bug(new ConfigError('bad-setting', 'X is not set.'));
  log.bug(new TransientError('batch-refused', 'Later.', false, { cause }));
  expect(lines().map((line) => line['err'])).toMatchObject([
    { name: 'ConfigError', code: 'bad-setting', message: 'X is not set.' },
    {
      code: 'batch-refused',
      message: 'Later.',
      cause: { message: 'The ledger refused a value. (SQLSTATE 22P05)' },
    },
  ]);
});

test('what carries records or credentials is censored where somebody passes it all the same', () => {
  const { log, text } = keep();
  const carriers = {
    raw: MARK,
    value: { name: MARK },
    body: MARK,
    password: MARK,
    request: { headers: { authorization: MARK }, body: MARK },
    deep: { deeper: { parameters: [MARK], detail: MARK } },
  };
  log.line({ level: 'error', message: 'odd', ...carriers });
  expect(text()).toContain('[censored]');
  expect(text()).not.toMatch(/Invented|900123/);
});

test('what Nest tells of its start is for who asks, and its context is a field', () => {
  const { log, lines } = keep();
  log.nest.log('Nest application successfully started', 'NestApplication');
  log.nest.error('It went wrong', 'Error: It went wrong\n    at here', 'Router');
  expect(lines()).toMatchObject([
    { level: 'debug', part: 'NestApplication', message: 'Nest application successfully started' },
    { level: 'error', part: 'Router', message: 'It went wrong' },
  ]);
});
