import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { compile } from 'json-schema-to-typescript';
import { isObject, type JsonObject } from '#libs/canonical/json.js';
import { ENTITY_KINDS } from '#libs/canonical/kinds.js';
import { deriveContribution, deriveMain, derivePersonal } from '#libs/canonical/schema/derive.js';
import { SCHEMA_VERSION } from '#libs/canonical/schema/version.js';
import { bankHolidaysModule } from './bank-holidays.js';

/** File path (from the project's root) and content of everything that is generated from `schemas/model`. */
export async function generatedFiles(root: string): Promise<ReadonlyMap<string, string>> {
  const common = await readModel(root, 'common');
  const files = new Map<string, string>();
  const schemas: Record<string, JsonObject> = {};
  const types: string[] = [];
  for (const kind of ENTITY_KINDS) {
    const model = await readModel(root, kind);
    const main = deriveMain(kind, model, common);
    const personal = derivePersonal(kind, model, common);
    files.set(`schemas/${kind}.${SCHEMA_VERSION}.json`, pretty(main));
    files.set(`schemas/${kind}-personal.${SCHEMA_VERSION}.json`, pretty(personal));
    schemas[kind] = main;
    schemas[`${kind}-personal`] = personal;
    schemas[`contribution/${kind}`] = deriveContribution(kind, model, common);
    types.push(await typeOf(kind, main), await typeOf(`${kind}-personal`, personal));
  }
  // says nothing of an entity, so its model is its schema
  const deadLetter = await readModel(root, 'dead-letter');
  files.set(`schemas/dead-letter.${SCHEMA_VERSION}.json`, pretty(deadLetter));
  schemas['dead-letter'] = deadLetter;
  types.push(await typeOf('dead-letter', deadLetter));
  files.set('libs/canonical/generated/schemas.ts', schemasModule(schemas));
  files.set('libs/canonical/generated/types.ts', `${BANNER}\n${types.join('\n')}`);
  files.set('libs/canonical/generated/bank-holidays.ts', bankHolidaysModule(BANK_HOLIDAYS_VERSION));
  return files;
}

/** Move it when `schemas generate --check` shows that a bank holiday has moved. */
const BANK_HOLIDAYS_VERSION = '2026-11';

/** Writes what is missing or different; with `check`, only names it. Gives the paths. */
export async function generateSchemas(root: string, check: boolean): Promise<readonly string[]> {
  const stale: string[] = [];
  for (const [path, content] of await generatedFiles(root)) {
    const now = await readFile(join(root, path), 'utf8').catch(() => undefined);
    if (now === content) continue;
    stale.push(path);
    if (!check) await writeFile(join(root, path), content);
  }
  return stale;
}

const BANNER = '// Made from schemas/model by `npx lintel schemas generate`. Do not edit.\n';
const pretty = (schema: JsonObject): string => `${JSON.stringify(schema, null, 2)}\n`;

async function readModel(root: string, name: string): Promise<JsonObject> {
  return JSON.parse(
    await readFile(join(root, 'schemas', 'model', `${name}.${SCHEMA_VERSION}.json`), 'utf8'),
  ) as JsonObject;
}

function schemasModule(schemas: Readonly<Record<string, JsonObject>>): string {
  const name = Object.keys(schemas);
  return `${BANNER}import type { JsonObject } from '../json.js';

export const SCHEMA_NAMES = ${JSON.stringify(name)} as const;
export type SchemaName = (typeof SCHEMA_NAMES)[number];

export const SCHEMAS: Readonly<Record<SchemaName, JsonObject>> = {
${Object.entries(schemas)
  .map(([name, schema]) => `  '${name}': ${JSON.stringify(schema)},`)
  .join('\n')}
};
`;
}

async function typeOf(name: string, schema: JsonObject): Promise<string> {
  const title = name.replace(/(^|-)(\w)/g, (_, __, letter: string) => letter.toUpperCase());
  const text = await compile(prefixed(schema, title), title, {
    bannerComment: '',
    additionalProperties: false,
    unreachableDefinitions: false,
    format: true,
  });
  return text;
}

/** Each kind's definitions get names of their own, so that one file holds the types of all. */
function prefixed(schema: JsonObject, title: string): JsonObject {
  const text = JSON.stringify({ ...schema, title, $id: undefined }).replace(
    /#\/\$defs\/(\w)/g,
    (_, letter: string) => `#/$defs/${title}${letter.toUpperCase()}`,
  );
  const copy = JSON.parse(text, bareReference) as { $defs?: Record<string, JsonObject> };
  const renamed = Object.entries(copy.$defs ?? {}).map(([name, definition]) => [
    `${title}${name[0]?.toUpperCase()}${name.slice(1)}`,
    definition,
  ]);
  return { ...copy, $defs: Object.fromEntries(renamed) as JsonObject };
}

/** What stands beside a `$ref` would make a new type of the same shape for each use. */
function bareReference(_: string, value: unknown): unknown {
  return isObject(value) && typeof value['$ref'] === 'string' ? { $ref: value['$ref'] } : value;
}
