import { stringify } from 'yaml';
import type { JsonObject } from '#libs/model/json.js';
import { TOPIC_WORDS, type TopicWord } from '#libs/model/topics.js';
import { asyncApiDocument } from './asyncapi-document.js';
import { exampleOf } from './examples.js';

/** The text of `schemas/asyncapi.yaml`; `schemas` has the schema of each topic. Throws ConfigError as `exampleOf`. */
export async function asyncApiFile(
  root: string,
  schemas: ReadonlyMap<TopicWord, JsonObject>,
): Promise<string> {
  const topics = await Promise.all(
    TOPIC_WORDS.map(async (topic) => {
      const schema = schemas.get(topic) ?? {};
      return { topic, schema, example: await exampleOf(root, topic, schema) };
    }),
  );
  const document = asyncApiDocument(topics);
  return `${BANNER}${stringify(document, { aliasDuplicateObjects: false, lineWidth: 140 })}`;
}

const BANNER = '# Made by `npx lintel schemas generate`. Do not edit.\n';
