import { compile } from 'json-schema-to-typescript';
import { isObject, type JsonObject } from '#libs/model/json.js';
import { bankHolidaysModule } from './make-bank-holidays.js';
import { deriveSchemas, writeStale } from './schema-files.js';

/** The version of the table. Whoever sees by `schemas generate --check` that a bank holiday has moved writes another month here. */
const BANK_HOLIDAYS_VERSION = '2026-11';

/**
 * Makes everything that is made from `schemas/model`: topic schemas, `asyncapi.yaml`, types; and the table of bank holidays. Gives the paths
 * of the files that were missing or different, and are right now. With `check` it writes nothing. Throws as `deriveSchemas`.
 */
export async function generateSchemas(root: string, check: boolean): Promise<readonly string[]> {
  const { topics, schemas, files } = await deriveSchemas(root);
  const types = await Promise.all([...topics].map(([topic, schema]) => typesOf(topic, schema)));
  const modules = [
    ['libs/model/generated/schemas.ts', schemasModule(Object.fromEntries(schemas))],
    ['libs/model/generated/types.ts', `${BANNER}\n${types.join('\n')}`],
    ['libs/deadlines/calendar/bank-holidays.ts', bankHolidaysModule(BANK_HOLIDAYS_VERSION)],
  ] as const;
  return writeStale(root, new Map([...files, ...modules]), check);
}

const BANNER = '// Made from schemas/model by `npx lintel schemas generate`. Do not edit.\n';

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

async function typesOf(name: string, schema: JsonObject): Promise<string> {
  const title = name.replace(/(^|-)(\w)/g, (_, __, letter: string) => letter.toUpperCase());
  const text = await compile(withPrefixedDefinitions(schema, title), title, {
    bannerComment: '',
    additionalProperties: false,
    unreachableDefinitions: false,
    format: true,
  });
  return text;
}

/** Gives the definitions of each kind names of their own, so that one file can hold the types of all. */
function withPrefixedDefinitions(schema: JsonObject, title: string): JsonObject {
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

/** Drops what stands beside a `$ref`: it would make a new type of the same shape for each use. */
function bareReference(_: string, value: unknown): unknown {
  return isObject(value) && typeof value['$ref'] === 'string' ? { $ref: value['$ref'] } : value;
}
