import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { JsonObject } from '#libs/model/json.js';
import { ENTITY_KINDS } from '#libs/model/kinds.js';
import { deriveContribution, deriveMain, derivePersonal } from './derive/derive.js';
import { SCHEMA_VERSION } from '#libs/model/schema-version.js';
import { HEADER_SCHEMA_FILE, headerSchema } from '#libs/kafka/relay/header-schema.js';
import type { TopicWord } from '#libs/model/topics.js';
import { asyncApiFile } from './asyncapi/asyncapi-file.js';
import { undefinedIfMissing, topicSchemaFile } from './contract-files.js';

/** What is made from `schemas/model`. */
export interface DerivedSchemas {
  /** Topic → its schema. */
  readonly topics: ReadonlyMap<TopicWord, JsonObject>;
  /** Name → schema: those of the topics, and under `contribution/<kind>` those of what one contribution may say. */
  readonly schemas: ReadonlyMap<string, JsonObject>;
  /** Every made file in `schemas/`: path from the root of the checkout → text. */
  readonly files: ReadonlyMap<string, string>;
}

/** Derives every schema from its model, and writes nothing. Throws ConfigError as `exampleOf`. */
export async function deriveSchemas(root: string): Promise<DerivedSchemas> {
  const common = await readModel(root, 'common');
  const topics = new Map<TopicWord, JsonObject>();
  const schemas = new Map<string, JsonObject>();
  const addTopic = (word: TopicWord, schema: JsonObject): void => {
    topics.set(word, schema);
    schemas.set(word, schema);
  };
  for (const kind of ENTITY_KINDS) {
    const model = await readModel(root, kind);
    addTopic(kind, deriveMain(kind, model, common));
    addTopic(`${kind}-personal`, derivePersonal(kind, model, common));
    schemas.set(`contribution/${kind}`, deriveContribution(kind, model, common));
  }
  addTopic('dead-letter', await readModel(root, 'dead-letter')); // it is no entity, so its model is its schema
  const files = new Map([...topics].map(([topic, schema]) => [topicSchemaFile(topic), pretty(schema)]));
  files.set(HEADER_SCHEMA_FILE, pretty(headerSchema()));
  files.set('asyncapi.yaml', await asyncApiFile(root, topics));
  return {
    topics,
    schemas,
    files: new Map([...files].map(([name, text]) => [`schemas/${name}`, text])),
  };
}

/** Writes the files (path → text) that are missing or different, and gives their paths. With `check` it writes nothing. */
export async function writeStale(
  root: string,
  files: ReadonlyMap<string, string>,
  check: boolean,
): Promise<readonly string[]> {
  const stale: string[] = [];
  for (const [path, content] of files) {
    const current = await readFile(join(root, path), 'utf8').catch(undefinedIfMissing);
    if (current === content) continue;
    stale.push(path);
    if (!check) await writeFile(join(root, path), content);
  }
  return stale;
}

const pretty = (schema: JsonObject): string => `${JSON.stringify(schema, null, 2)}\n`;

async function readModel(root: string, name: string): Promise<JsonObject> {
  return JSON.parse(
    await readFile(join(root, 'schemas', 'model', `${name}.${SCHEMA_VERSION}.json`), 'utf8'),
  ) as JsonObject;
}
