import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '#libs/local/package-root.js';
import { sharedKafka, uniqueName } from '#libs/local/testing/services.js';
import { makeKafka } from '#libs/kafka/client.js';
import { partitionOf } from '#libs/kafka/partition.js';
import { runPage, type PageProgram } from './testing/page-program.js';
import {
  entityId,
  makeTopics,
  PARTITIONS,
  sampleEvents,
  truthOf,
  writeSamples,
  writeAborted,
  type SampleEvent,
  type Truth,
} from './testing/sample-topics.js';

const root = packageRoot();
const has = (command: string, ...args: readonly string[]): boolean => spawnSync(command, args).status === 0;
const python = join(root, '.lintel/python/bin/python');

interface Tried extends PageProgram {
  readonly there: boolean;
  /** What brings it here; absent: nothing does, and the page says so. */
  readonly way?: string;
}

const PROGRAMS: readonly Tried[] = [
  {
    page: 'README.md',
    language: 'ts',
    command: [process.execPath, '--import', join(root, 'libs/local/testing/typescript-hooks.mjs'), '{file}'],
    there: true,
  },
  { page: 'pages/node.md', language: 'js', command: [process.execPath, '{file}'], there: true },
  {
    page: 'pages/python.md',
    language: 'python',
    command: [python, '{file}'],
    there: existsSync(python) && has(python, '-c', 'import confluent_kafka'),
    way: 'python3 -m venv .lintel/python && .lintel/python/bin/pip install confluent-kafka',
  },
  {
    page: 'pages/java.md',
    language: 'java',
    command: ['java', '-cp', join(root, '.lintel/kafka/*'), '{file}'],
    there: has('javac', '-version'),
    way: 'apt-get install openjdk-17-jdk-headless',
  },
  {
    page: 'pages/kcat.md',
    language: 'sh',
    command: ['sh', '{file}'],
    there: has('kcat', '-V') && has('jq', '--version'),
    way: 'apt-get install kcat jq',
  },
  { page: 'pages/dotnet.md', language: 'csharp', command: ['dotnet', '{file}'], there: false },
];

for (const { page, there, way } of PROGRAMS) {
  if (there) continue;
  if (way !== undefined && process.env['CI'] === 'true') throw new Error(`${page} cannot be tried: ${way}`);
  console.warn(`Skipped: ${page}, ${way === undefined ? 'as its page says' : `until you run: ${way}`}`);
}

const events = sampleEvents('work-order', 240);
/** The last event of each partition: whoever has found these has come to the end. */
const last = Array.from({ length: PARTITIONS }, (_, partition): SampleEvent => {
  let number = 20_000;
  while (partitionOf(entityId(number), PARTITIONS) !== partition) number += 1;
  return { topic: 'work-order', key: entityId(number), version: 1, changes: ['ordered'] };
});
const truth = truthOf([...events, ...last]);
let environment: Readonly<Record<string, string>>;
beforeAll(async () => {
  const brokers = await sharedKafka();
  const kafka = makeKafka({ brokers, clientId: 'spec' });
  const prefix = uniqueName();
  await makeTopics(kafka, prefix);
  await writeSamples(kafka, prefix, events.slice(0, 400));
  await writeAborted(kafka, prefix, [
    { topic: 'work-order', key: entityId(1), version: 99, changes: ['completed'] },
    { topic: 'work-order', key: entityId(9999), version: 1, changes: ['ordered'] },
  ]);
  await writeSamples(kafka, prefix, events.slice(400));
  await writeSamples(kafka, prefix, events.slice(300, 350)); // repeats, as a fault of the transaction protocol would make them
  await writeAborted(kafka, prefix, events.slice(0, 30));
  await writeSamples(kafka, prefix, last);
  environment = { KAFKA_BROKERS: brokers.join(','), LINTEL_PREFIX: prefix };
});

/** What a program that prints `<key> <version> <changes>` has found. */
function foundBy(lines: readonly string[]): Truth {
  const seen = lines.map((line): SampleEvent => {
    const [key = '', version = '', changes = ''] = line.split(' ');
    return {
      topic: 'work-order',
      key,
      version: Number(version),
      changes: changes.split(',') as SampleEvent['changes'],
    };
  });
  const versions = new Map<string, number>();
  for (const { key, version } of seen) {
    expect(version).toBe((versions.get(key) ?? 0) + 1);
    versions.set(key, version);
  }
  return truthOf(seen);
}

test('the sample is worth its name', () => {
  expect(truth.entities).toBeGreaterThanOrEqual(200);
  expect(truth.events).toBeGreaterThan(3 * truth.entities);
  expect(Object.keys(truth.changes).length).toBeGreaterThan(10);
});

for (const { there, ...program } of PROGRAMS) {
  (there ? test : test.skip)(
    `the program of ${program.page} finds every entity, event and change, once and in order`,
    async () => {
      const lines = await runPage(program, {
        root,
        environment: { ...environment, KAFKA_GROUP: `${environment['LINTEL_PREFIX']}.${program.language}` },
        line: /^[0-9a-f-]{36} \d+ [a-z,-]+$/,
        isDone: (lines) => last.every(({ key }) => lines.some((text) => text.startsWith(key))),
      });
      expect(foundBy(lines)).toEqual(truth);
    },
  );
}
