import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '#libs/local/ports.js';
import { removePostgres } from '#libs/local/start-postgres.js';
import { removeContainers, startServices, type DemoPorts } from './services.js';

/**
 * There is no Docker engine here: `docker` is a mock, a script that writes down how it was called and says that all went well. It shows
 * what would be asked of Docker, not that Docker does it.
 */
const MOCK = `#!/bin/sh
echo "$@ LINTEL_KAFKA_PORT=$LINTEL_KAFKA_PORT" >> "$MOCK_LOG"
case "$*" in *" up "*) [ -z "$MOCK_FAILS" ] || { echo "no space left on device" >&2; exit 1; };; esac`;

let dir: string;
let state: string;
let said: string[];
const before = { ...process.env };

/** A machine with nothing on its PATH but what a bare Debian has, and perhaps the mock. */
function machine(programs: 'docker' | 'nothing'): void {
  const bin = join(dir, 'bin');
  mkdirSync(bin);
  for (const name of ['id', 'sh'])
    symlinkSync(
      execFileSync('/bin/sh', ['-c', `command -v ${name}`], { encoding: 'utf8' }).trim(),
      join(bin, name),
    );
  if (programs === 'docker') writeFileSync(join(bin, 'docker'), MOCK, { mode: 0o755 });
  process.env['PATH'] = bin;
  process.env['MOCK_LOG'] = join(dir, 'docker.log');
  delete process.env['JAVA_HOME'];
}

const calls = (): readonly string[] =>
  readFileSync(join(dir, 'docker.log'), 'utf8')
    .trim()
    .split('\n')
    .map((line) =>
      line.replace(/-p (lintel-demo-[0-9a-f]{8}) -f .+docker\/compose\.yaml/, '-p $1 -f compose.yaml'),
    )
    .map((line) => line.replace(/lintel-demo-[0-9a-f]{8}/, 'PROJECT'));

const freePorts = async (): Promise<DemoPorts> => ({ postgres: await freePort(), kafka: await freePort() });
const start = async (ports: DemoPorts): ReturnType<typeof startServices> =>
  startServices(state, ports, (line) => said.push(line));

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'lintel-demo-'));
  chmodSync(dir, 0o711); // as root, PostgreSQL runs as another user
  state = join(dir, '.lintel');
  said = [];
});
afterEach(() => {
  for (const name of ['PATH', 'JAVA_HOME', 'MOCK_LOG', 'MOCK_FAILS']) {
    if (before[name] === undefined) delete process.env[name];
    else process.env[name] = before[name];
  }
  removePostgres(join(state, 'postgres'));
  rmSync(dir, { recursive: true, force: true });
});

test('neither Java nor Docker: one message says what to install, and nothing was started', async () => {
  machine('nothing');
  await expect(start(await freePorts())).rejects.toMatchObject({
    name: 'ConfigError',
    code: 'no-java-no-docker',
    message:
      'A local Kafka needs Java 17 and Maven, or a Docker engine: no Java, no Maven, no Docker engine that answers',
    way: expect.stringContaining('apt-get install openjdk-17-jre-headless maven'),
  });
  expect(said).toEqual([]);
});

test('Docker but no Java: Kafka comes from docker/compose.yaml, is stopped with the demo and removed by a reset', async () => {
  machine('docker');
  const ports = await freePorts();
  const services = await start(ports);
  expect(services.kafka.brokers).toEqual([`127.0.0.1:${ports.kafka}`]);
  expect(said.join()).toContain('Kafka runs in Docker');
  await services.stop();
  await removeContainers(state);
  await removeContainers(state); // nothing left to remove
  const asked = calls().filter((it) => it.includes('-p '));
  const port = `LINTEL_KAFKA_PORT=${ports.kafka}`;
  expect(asked).toEqual([
    `compose -p PROJECT -f compose.yaml down ${port}`,
    `compose -p PROJECT -f compose.yaml up -d --wait --wait-timeout 180 kafka ${port}`,
    `compose -p PROJECT -f compose.yaml down ${port}`,
    'compose -p PROJECT -f compose.yaml down --volumes LINTEL_KAFKA_PORT=',
  ]);
});

test('what Docker says when it fails is told', async () => {
  machine('docker');
  process.env['MOCK_FAILS'] = 'yes';
  await expect(start(await freePorts())).rejects.toMatchObject({
    code: 'kafka-not-started',
    message: expect.stringContaining('no space left on device'),
  });
});

test.each(['kafka', 'postgres'] as const)('the port of %s is taken', async (which) => {
  machine('docker');
  const ports = await freePorts();
  const other = createServer();
  await new Promise<void>((resolve) => {
    other.listen(ports[which], '127.0.0.1', resolve);
  });
  try {
    await expect(start(ports)).rejects.toMatchObject({
      name: 'ConfigError',
      code: 'port-taken',
      message: expect.stringContaining(String(ports[which])),
      way: expect.stringContaining(`LINTEL_${which.toUpperCase()}_PORT=`),
    });
  } finally {
    await new Promise((resolve) => other.close(resolve));
  }
});
