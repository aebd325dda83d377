import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isObject, type JsonObject } from '#libs/model/json.js';
import { ENTITY_KINDS } from '#libs/model/kinds.js';
import { SCHEMA_VERSION } from '#libs/model/schema-version.js';

/** The rules that every model keeps, so that what is made of them can be trusted. */
const model = (name: string): JsonObject =>
  JSON.parse(
    readFileSync(join(__dirname, `../../../schemas/model/${name}.${SCHEMA_VERSION}.json`), 'utf8'),
  ) as JsonObject;
const CLASSES = ['public', 'internal', 'personal', 'sensitive'];
const FREE_TEXT = /free text/i;

interface Field {
  readonly path: string;
  readonly schema: JsonObject;
  /** A field of the entity or a member of an element: what has a class of its own. */
  readonly classed: boolean;
  /** The class of what it stands in. */
  readonly within: string | undefined;
}

function fields(at: JsonObject, path: string, classed: boolean, within?: string): readonly Field[] {
  const properties = isObject(at['properties']) ? at['properties'] : {};
  return Object.entries(properties).flatMap(([name, schema]) => {
    if (!isObject(schema)) return [];
    const here = `${path}.${name}`;
    const own = typeof schema['x-class'] === 'string' ? schema['x-class'] : within;
    const items = isObject(schema['items']) ? schema['items'] : {};
    const parts = schema['x-elements'] === true || schema['x-history'] === true;
    return [
      { path: here, schema, classed, within },
      ...fields(schema, here, false, own),
      ...fields(items, here, parts, own),
    ];
  });
}

const all = ENTITY_KINDS.flatMap((kind) => fields(model(kind), kind, true));
const definitions = Object.entries(model('common')['$defs'] as JsonObject).flatMap(([name, schema]) =>
  isObject(schema)
    ? [{ path: name, schema, classed: false, within: undefined }, ...fields(schema, name, false)]
    : [],
);

test('every field has a description', () => {
  expect(all.length).toBeGreaterThan(300);
  const bare = [...all, ...definitions].filter(({ schema }) => typeof schema['description'] !== 'string');
  expect(bare.map(({ path }) => path)).toEqual([]);
});

test('every field and every member of an element has a class', () => {
  const bare = all.filter(({ schema, classed }) => classed && !CLASSES.includes(String(schema['x-class'])));
  expect(bare.map(({ path }) => path)).toEqual([]);
});

test('free text is never in a main topic', () => {
  const open = all.filter(
    ({ schema, within }) =>
      schema['type'] === 'string' &&
      FREE_TEXT.test(String(schema['description'])) &&
      !['personal', 'sensitive'].includes(String(schema['x-class'] ?? within)),
  );
  expect(open.map(({ path }) => path)).toEqual([]);
});

test('a canonical word stands once in its list, and a HACT code at one word', () => {
  for (const { path, schema } of [...all, ...definitions]) {
    const words = Array.isArray(schema['enum']) ? schema['enum'].map(String) : [];
    expect([path, new Set(words).size]).toEqual([path, words.length]);
    const codes = isObject(schema['x-hact-codes']) ? schema['x-hact-codes'] : {};
    expect([path, Object.keys(codes).filter((word) => !words.includes(word))]).toEqual([path, []]);
    const listed = Object.values(codes)
      .flat()
      .filter((code) => code !== '0'); // 0: the word is in OtherType
    expect([path, new Set(listed).size]).toEqual([path, listed.length]);
  }
});

const folder = process.env['LINTEL_SHARED_DATA'] ?? join(__dirname, '../../../../shared/data');
const lookups = `${folder}/lookups/hact-trade-codes.csv`;
const onData = existsSync(lookups) || process.env['CI'] === 'true' ? test : test.skip;
onData('every trade and every work status of HACT has a word', () => {
  const codesOf = (name: string): readonly string[] => {
    const definition = (model('common')['$defs'] as JsonObject)[name] as JsonObject;
    const value = (definition['properties'] as JsonObject)['value'] as JsonObject;
    return Object.values(value['x-hact-codes'] as JsonObject)
      .flat()
      .map(String)
      .sort();
  };
  const rows = (file: string): readonly (readonly string[])[] =>
    readFileSync(`${folder}/lookups/${file}`, 'utf8')
      .trim()
      .split('\n')
      .slice(1)
      .map((row) => row.split(','));
  expect(codesOf('trade')).toEqual(
    rows('hact-trade-codes.csv')
      .map(([code = '']) => code)
      .sort(),
  );
  const statuses = rows('hact-work-status-codes.csv').filter(([, , origin = '']) =>
    origin.startsWith('HACT'),
  );
  expect(codesOf('status')).toEqual(statuses.map(([code = '']) => code).sort());
});
