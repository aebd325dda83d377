import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isObject, type JsonObject } from '#libs/model/json.js';
import type { SchemaSet } from './compat/contract.js';
import { SCHEMA_VERSION } from '#libs/model/schema-version.js';
import { HEADER_SCHEMA_FILE } from '#libs/kafka/relay/header-schema.js';
import { TOPIC_WORDS, type TopicWord } from '#libs/model/topics.js';

export const topicSchemaFile = (topic: TopicWord): string => `${topic}.${SCHEMA_VERSION}.json`;

/** What subscribers build on: the schema of every topic and of the headers. Names within `schemas/`. */
export const CONTRACT_FILES: readonly string[] = [...TOPIC_WORDS.map(topicSchemaFile), HEADER_SCHEMA_FILE];

/** File name → text, of those that are in the folder. */
export async function readTexts(
  folder: string,
  files: readonly string[] = CONTRACT_FILES,
): Promise<ReadonlyMap<string, string>> {
  const texts = await Promise.all(
    files.map(async (file) => [file, await readFile(join(folder, file), 'utf8').catch(absent)] as const),
  );
  return new Map(texts.flatMap(([file, text]) => (text === undefined ? [] : [[file, text] as const])));
}

export const parsed = (texts: ReadonlyMap<string, string>): SchemaSet =>
  new Map([...texts].map(([file, text]) => [file, JSON.parse(text) as JsonObject]));

/** `undefined` for a file or folder that is not there; throws anything else. */
export function absent(error: unknown): undefined {
  if (isObject(error) && error['code'] === 'ENOENT') return undefined;
  throw error;
}
