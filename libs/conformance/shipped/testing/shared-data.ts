import { readConfiguration } from '#libs/configuration/read-configuration.js';
import type { StreamSpec } from '#libs/configuration/configuration.js';
import type { JsonObject } from '#libs/model/json.js';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { isFault } from '../../connector/fixture.js';
import { readFixture } from '../../connector/read-fixture.js';

/** The connectors that are shipped. */
export const CONNECTORS = join(__dirname, '../../../../connectors');

const data = process.env['LINTEL_SHARED_DATA'] ?? join(__dirname, '../../../../../shared/data');

/** Where a real document lies. It is read there and never copied. */
export const sharedFile = (path: string): string => join(data, path);

/** Where a small made input lies that has one right answer; beside the real documents, and not copied either. */
export const sharedCase = (path: string): string => sharedFile(join('../cases', path));

/** `describe` over real documents: skipped, and said so, where they are absent; in CI their absence is a failure. */
export const describeReal = (folder: string, name: string, tests: () => void): void =>
  describeWhere(sharedFile(folder), name, tests);

/** The same over the small made inputs of a folder. */
export const describeCases = (folder: string, name: string, tests: () => void): void =>
  describeWhere(sharedCase(folder), name, tests);

function describeWhere(folder: string, name: string, tests: () => void): void {
  const there = existsSync(folder) || process.env['CI'] === 'true';
  if (!there) console.warn(`no ${folder}: set LINTEL_SHARED_DATA to map what lies there`);
  (there ? describe : describe.skip)(name, tests);
}

/** All connectors as they are shipped, without an environment. */
export const configuration = readConfiguration({
  folder: CONNECTORS,
  wanted: ['*'],
  environment: {},
  unresolved: 'keep',
});

export function streamOf(connector: string, stream: string): StreamSpec {
  const found = configuration.connectors
    .flatMap(({ streams }) => streams)
    .find((each) => each.connector === connector && each.name === stream);
  if (!found) throw new Error(`there is no ${connector}/${stream}`);
  return found;
}

/** The records of a document, as the stream's own source reads them. Each must have a value. */
export async function valuesIn({ source }: StreamSpec, file: string): Promise<readonly JsonObject[]> {
  const read = await readFixture(source, file);
  if (isFault(read)) throw new Error(`${file}: ${read.message}`);
  return read.records.map(({ value, fault, position }) => {
    if (value === undefined) throw new Error(`${position}: ${fault?.code}`);
    return value;
  });
}
