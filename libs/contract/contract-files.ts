import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isObject, type JsonObject } from '#libs/model/json.js';
import type { SchemaSet } from './compat/contract.js';
import { SCHEMA_VERSION } from '#libs/model/schema-version.js';
import { HEADER_SCHEMA_FILE } from '#libs/kafka/relay/header-schema.js';
import { TOPIC_WORDS, type TopicWord } from '#libs/model/topics.js';

/** The name, within `schemas/`, of a topic's schema. */
export const topicSchemaFile = (topic: TopicWord): string => `${topic}.${SCHEMA_VERSION}.json`;

/** The files that subscribers build on: the schema of every topic and that of the headers. Names within `schemas/`. */
export const CONTRACT_FILES: readonly string[] = [...TOPIC_WORDS.map(topicSchemaFile), HEADER_SCHEMA_FILE];

/** Reads those of the files that are in the folder: file name → text. Throws what the file system says of one that is there and cannot be read. */
export async function readTexts(
  folder: string,
  files: readonly string[] = CONTRACT_FILES,
): Promise<ReadonlyMap<string, string>> {
  const texts = await Promise.all(
    files.map(
      async (file) => [file, await readFile(join(folder, file), 'utf8').catch(undefinedIfMissing)] as const,
    ),
  );
  return new Map(texts.flatMap(([file, text]) => (text === undefined ? [] : [[file, text] as const])));
}

/** The schemas of files: file name → schema. Throws SyntaxError for a text that is not JSON. */
export const parseTexts = (texts: ReadonlyMap<string, string>): SchemaSet =>
  new Map([...texts].map(([file, text]) => [file, JSON.parse(text) as JsonObject]));

/** For `.catch` after reading a file or folder: undefined where it is missing. Throws any other error on. */
export function undefinedIfMissing(error: unknown): undefined {
  if (isObject(error) && error['code'] === 'ENOENT') return undefined;
  throw error;
}
