import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { ConnectorSpec, StreamSpec } from '#libs/configuration/configuration.js';
import { ENDING, expectedFileOf } from './expected-result.js';
import type { CaseResult, ConnectorResult, Fault, StreamResult } from './result.js';
import { tryCase } from './try-case.js';

/**
 * What a connector is, by example: `fixtures/<stream>/<case>.(json|xml|csv)` is what the system says, `<case>.expected.json` beside it
 * what becomes of it: one answer, or a list of them. Tries every case of every stream and gives the results as data. Connects to nothing and
 * leaves no trace (I9). `folder` is the connector's own.
 */
export async function tryConnector(connector: ConnectorSpec, folder: string): Promise<ConnectorResult> {
  const fixtures = join(folder, 'fixtures');
  const streams: StreamResult[] = [];
  for (const stream of connector.streams) streams.push(await tryStream(stream, join(fixtures, stream.name)));
  return {
    connector: connector.name,
    faults: namesIn(fixtures)
      .filter((name) => !connector.streams.some((stream) => stream.name === name))
      .map((name) => ofNoStream(join(fixtures, name), connector)),
    streams,
  };
}

/** The same for one stream; `folder` holds its fixtures. */
export async function tryStream(stream: StreamSpec, folder: string): Promise<StreamResult> {
  const names = namesIn(folder);
  const fixtures = names.filter((name) => !name.endsWith(ENDING));
  const wanted = new Set(fixtures.map(expectedFileOf));
  const orphans = names.filter((name) => name.endsWith(ENDING) && !wanted.has(name));
  const cases: CaseResult[] = [];
  for (const name of fixtures) {
    const file = join(folder, name);
    cases.push({ name, file, verdict: await tryCase(stream, file) });
  }
  return {
    connector: stream.connector,
    stream: stream.name,
    faults: [
      ...(fixtures.length === 0 ? [noFixture(folder)] : []),
      ...orphans.map((name) => withoutFixture(join(folder, name))),
    ],
    cases,
  };
}

/** In order; hidden ones are nobody's. */
const namesIn = (folder: string): readonly string[] =>
  (existsSync(folder) ? readdirSync(folder) : []).filter((name) => !name.startsWith('.')).sort();

const noFixture = (folder: string): Fault => ({
  code: 'no-fixture',
  message: 'nothing shows what this stream makes of a record',
  way: `put a file as the system gives it into ${folder}`,
});

const withoutFixture = (file: string): Fault => ({
  code: 'expected-result-without-fixture',
  message: `${file} stands beside no fixture`,
  way: 'give the fixture the same name, or delete the file',
});

const ofNoStream = (folder: string, { streams }: ConnectorSpec): Fault => ({
  code: 'fixtures-of-no-stream',
  message: `${folder} holds the fixtures of no stream`,
  way: `name it as a stream (${streams.map(({ name }) => name).join(', ')}), or delete it`,
});
