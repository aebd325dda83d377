import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { brokerProperties } from './kafka-settings.js';
import { packageRoot } from './package-root.js';

interface Service {
  readonly image: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly ports: readonly string[];
  readonly healthcheck?: unknown;
  readonly profiles?: readonly string[];
}

const { services } = parse(readFileSync(join(packageRoot(), 'docker/compose.yaml'), 'utf8')) as {
  readonly services: Readonly<Record<string, Service>>;
};

/** In a container there are two ways in, a volume, and a quorum that the image's own start script can format. */
const DIFFERENT = new Set([
  'listeners',
  'advertised.listeners',
  'listener.security.protocol.map',
  'inter.broker.listener.name',
  'controller.quorum.bootstrap.servers',
  'log.dirs',
]);

test('the Kafka of docker/compose.yaml is set as the local one', () => {
  const text = brokerProperties({ port: 1, controllerPort: 2, advertisedPort: 1 }, '');
  const wanted = text
    .trim()
    .split('\n')
    .map((line) => /^([^=]+)=(.*)$/.exec(line)?.slice(1) ?? [])
    .filter(([name = '']) => !DIFFERENT.has(name))
    .map(([name = '', value]) => [`KAFKA_${name.toUpperCase().replaceAll('.', '_')}`, value]);
  expect(wanted.length).toBeGreaterThan(20);
  expect(services['kafka']?.environment).toMatchObject(Object.fromEntries(wanted));
});

test('the version is that of the jars', () => {
  const pom = readFileSync(join(packageRoot(), 'docker/kafka-local/pom.xml'), 'utf8');
  const [, version] = /<kafka\.version>(.+)<\/kafka\.version>/.exec(pom) ?? [];
  expect(services['kafka']?.image).toBe(`apache/kafka:${version}`);
});

test('every port is published on loopback alone; what waits for health can see it; the app is asked for by name', () => {
  for (const { ports } of Object.values(services))
    for (const port of ports) expect(port).toMatch(/^127\.0\.0\.1:/);
  for (const name of ['kafka', 'postgres']) expect(services[name]).toHaveProperty('healthcheck');
  expect(services['lintel']?.profiles).toEqual(['app']);
});
