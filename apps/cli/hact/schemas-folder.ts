import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigError } from '#libs/model/errors.js';
import { hactSchema, type HactRoot, type HactSchema } from '#libs/hact/schema.js';
import type { JsonValue } from '#libs/model/json.js';

const WAY =
  'Put your own copy of the schemas, as `ScheduleRepair-M3SoR-v7.fixed.schema.json`, into a folder and set LINTEL_HACT_SCHEMAS to it.';

/** The schema of one document in the user's folder: `<root>*.schema.json`. They are HACT's and not shipped. */
export function schemaFrom(folder: string, root: HactRoot): HactSchema {
  const file = join(folder, fileOf(folder, root));
  return hactSchema(root, json(file), file);
}

/** As `schemaFrom`, of LINTEL_HACT_SCHEMAS. */
export function requiredSchema(folder: string | undefined, root: HactRoot): HactSchema {
  if (folder === undefined || folder === '')
    throw new ConfigError('missing-setting', 'LINTEL_HACT_SCHEMAS is not set.', undefined, WAY);
  return schemaFrom(folder, root);
}

function fileOf(folder: string, root: HactRoot): string {
  const [file, ...others] = names(folder).filter((it) => it.startsWith(root) && it.endsWith('.schema.json'));
  if (file === undefined)
    throw new ConfigError('no-hact-schema', `There is no ${root}*.schema.json.`, { file: folder }, WAY);
  if (others.length > 0)
    throw new ConfigError(
      'several-hact-schemas',
      `There are ${others.length + 1} files ${root}*.schema.json.`,
      { file: folder },
      'Leave one of them there.',
    );
  return file;
}

function names(folder: string): readonly string[] {
  try {
    return readdirSync(folder).sort();
  } catch {
    throw new ConfigError(
      'no-hact-schema',
      'The folder of HACT schemas cannot be read.',
      { file: folder },
      WAY,
    );
  }
}

function json(file: string): JsonValue {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as JsonValue;
  } catch {
    throw new ConfigError('bad-hact-schema', 'The file is not JSON.', { file }, WAY);
  }
}
