import type { Mapped } from '#libs/model/contribution.js';
import { isObject, type JsonObject, type JsonValue } from '#libs/model/json.js';
import type { StreamSpec } from '#libs/configuration/configuration.js';
import { readConfiguration } from '#libs/configuration/read-configuration.js';
import { takeOutOfAll } from '#libs/sources/attachments/take-out.js';
import { tracelessStore } from '#libs/sources/attachments/traceless-store.js';
import { xmlDocument } from '#libs/sources/files/xml-records.js';
import { parseXml } from '#libs/sources/xml/parse-xml.js';
import { parse } from 'csv-parse/sync';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * What a connector is, by example: `fixtures/<stream>/<case>.(json|xml|csv)` is what the system says, `<case>.expected.json` what the
 * mapping makes of it (one answer, or a list of them; a version stands as its text). Connectors and cases are found by themselves.
 */
const folder = join(__dirname, '../../connectors');
const { connectors } = readConfiguration({ folder, wanted: ['*'], environment: {}, unresolved: 'keep' });

describe.each(
  connectors.flatMap(({ streams }) =>
    streams.map((stream) => [`${stream.connector}/${stream.name}`, stream] as const),
  ),
)('%s', (_, stream) => {
  const here = join(folder, stream.connector, 'fixtures', stream.name);
  const cases = (existsSync(here) ? readdirSync(here) : [])
    .filter((name) => !name.endsWith('.expected.json'))
    .sort();

  it('has a fixture', () => expect(cases).not.toHaveLength(0));

  it.each(cases)('%s', async (name) => {
    const records = await withoutFiles(stream, recordsOf(stream, name, readFileSync(join(here, name))));
    const expected = readFileSync(join(here, name.replace(/\.\w+$/, '.expected.json')), 'utf8');
    const answers = await stream.mapping.map(records);
    expect(answers.map(shown)).toEqual([JSON.parse(expected) as JsonValue].flat());
    expect(await stream.mapping.map(records)).toEqual(answers); // the same value always gives the same answer
  });
});

/** As the source hands them over: files that stand in a record are references. */
async function withoutFiles(
  { source }: StreamSpec,
  values: readonly JsonObject[],
): Promise<readonly JsonObject[]> {
  if (source.kind === 'sql' || source.attachments === undefined) return values;
  const records = values.map((value) => ({ raw: Buffer.alloc(0), position: '', value }));
  const taken = await takeOutOfAll(records, source.attachments, tracelessStore);
  return taken.flatMap(({ value }) => (value === undefined ? [] : [value]));
}

const shown = (mapped: Mapped): unknown =>
  'version' in mapped && mapped.version ? { ...mapped, version: mapped.version.text } : mapped;

function recordsOf({ source }: StreamSpec, name: string, raw: Buffer): readonly JsonObject[] {
  if (name.endsWith('.csv')) return parse(raw, { columns: true, bom: true }) as unknown as JsonObject[];
  if (name.endsWith('.json')) return [JSON.parse(raw.toString('utf8')) as JsonObject].flat();
  if (source.kind === 'files') return [xmlDocument(raw, source)];
  if (source.kind !== 'webhook') throw new Error('a table has no XML');
  return [innermost(parseXml(raw, new Set(source.repeated)).value['Body'], source.record ?? '')];
}

function innermost(value: JsonValue | undefined, name: string): JsonObject {
  const inner = isObject(value) ? value[name] : undefined;
  if (isObject(inner)) return innermost(inner, name);
  return isObject(value) ? value : {};
}
