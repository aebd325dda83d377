import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigError } from '#libs/model/errors.js';
import { databaseTls, readSettings } from '#libs/ops/settings.js';

const ROOT = join(__dirname, '../../..');
const BUILT = join(ROOT, 'dist/apps/cli/main.js');

const REQUIRED = ['KAFKA_BROKERS', 'DATABASE_URL', 'LINTEL_PREFIX', 'LINTEL_CONNECTORS'];

interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** The built CLI, with an environment that holds nothing else. */
function run(environment: Readonly<Record<string, string>>, ...args: readonly string[]): Ended {
  if (!existsSync(BUILT)) throw new Error('Nothing is built: node_modules/.bin/nest build');
  const options = { cwd: ROOT, encoding: 'utf8', env: environment, timeout: 30_000 } as const;
  return spawnSync(process.execPath, [BUILT, ...args], options);
}

test('lintel run with an empty environment names each setting that is missing', () => {
  const { status, stderr } = run({}, 'run');
  expect(status).toBe(2);
  for (const name of REQUIRED)
    expect(stderr).toContain(`missing-setting: ${name} is not set.\n    Set ${name} in the environment.\n`);
  expect(stderr.match(/missing-setting/g)).toHaveLength(REQUIRED.length);
  expect(stderr).not.toContain('    at '); // no stack
});

test('the same for programs', () => {
  const { status, stdout, stderr } = run({}, 'run', '--json');
  expect({ status, stderr }).toEqual({ status: 2, stderr: '' });
  const { errors } = JSON.parse(stdout) as { readonly errors: readonly { readonly code: string }[] };
  expect(errors.map((it) => it.code)).toEqual(REQUIRED.map(() => 'missing-setting'));
});

const SOUND = {
  KAFKA_BROKERS: 'kafka.example.org:9093',
  DATABASE_URL: 'postgres://lintel:secret@db.example.org/lintel',
  LINTEL_PREFIX: 'example',
  LINTEL_CONNECTORS: '*',
};

const faults = (more: Readonly<Record<string, string>>): readonly string[] =>
  readSettings({ ...SOUND, ...more }).errors.map(({ code, message }) => `${code}: ${message}`);

test('a login half stated names the other half; mechanisms may be written as brokers write them', () => {
  const login = { KAFKA_SASL_USERNAME: 'lintel', KAFKA_SASL_PASSWORD: 'secret' };
  expect(faults({})).toEqual([]);
  expect(faults(login)).toEqual(['missing-setting: KAFKA_SASL_MECHANISM is not set.']);
  expect(faults({ KAFKA_SASL_MECHANISM: 'PLAIN' })).toEqual([
    'missing-setting: KAFKA_SASL_USERNAME is not set.',
    'missing-setting: KAFKA_SASL_PASSWORD is not set.',
  ]);
  const { settings, errors } = readSettings({ ...SOUND, ...login, KAFKA_SASL_MECHANISM: 'SCRAM-SHA-256' });
  expect([errors, settings.KAFKA_SASL_MECHANISM]).toEqual([[], 'scram-sha-256']);
  expect(faults({ ...login, KAFKA_SASL_MECHANISM: 'GSSAPI' })).toEqual([
    expect.stringContaining('bad-setting: KAFKA_SASL_MECHANISM must be one of the following values: plain'),
  ]);
});

test.each([
  ['mysql://db.example.org/lintel', 'must begin with postgres://'],
  ['postgres://lintel:se#cret@db.example.org/lintel', 'is not a URL'],
  ['postgres://lintel:secret@db.example.org/lintel?sslmode=prefer', 'has an unknown sslmode'],
])('a DATABASE_URL that cannot be: %s', (url, why) => {
  const found = faults({ DATABASE_URL: url });
  expect(found).toEqual([expect.stringContaining(`bad-setting: DATABASE_URL ${why}`)]);
  expect(found.join()).not.toMatch(/se#?cret/);
  expect(() => databaseTls(url, undefined)).toThrow(ConfigError);
});

test.each([
  ['', undefined, undefined],
  ['?sslmode=disable', undefined, undefined],
  ['?sslmode=require', undefined, {}],
  ['?sslmode=verify-full', undefined, {}],
  ['', 'PEM', { ca: 'PEM' }],
  ['?sslmode=require', 'PEM', { ca: 'PEM' }],
])('TLS of the database: %p with authority %p', (query, ca, tls) => {
  expect(databaseTls(`${SOUND.DATABASE_URL}${query}`, ca)).toEqual(tls);
});
