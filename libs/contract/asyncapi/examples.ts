import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { changesOf } from '#libs/resolution/changes/changes.js';
import { ConfigError } from '#libs/model/errors.js';
import { isObject, type JsonObject } from '#libs/model/json.js';
import { isEntityKind } from '#libs/model/kinds.js';
import { misfitOf } from '#libs/model/schema/validate.js';
import { messageOf } from '#libs/kafka/relay/event-message.js';
import { DEFAULT_PARTITIONS } from '#libs/kafka/topic-settings.js';
import type { TopicWord } from '#libs/model/topics.js';
import { derivedExample } from './derived-example.js';

/** One message as a subscriber gets it. */
export interface MessageExample {
  readonly headers: Readonly<Record<string, string>>;
  readonly payload: JsonObject;
}

const NAMING = {
  prefix: 'demo',
  ledgerId: 'demo', // stands for the source where an event names none
  schemaBase: 'https://lintel.example.org/schemas/',
};

/**
 * The example message of a topic. Its value is that of `schemas/examples/<topic>.json`, or the smallest that fits where there is no such file;
 * its headers are those that the relay would give it as the first event of its entity. Throws ConfigError `example-does-not-fit`.
 */
export async function exampleOf(root: string, topic: TopicWord, schema: JsonObject): Promise<MessageExample> {
  const payload = (await writtenExample(root, topic)) ?? derivedExample(schema);
  const misfit = misfitOf(schema, payload);
  if (misfit || !isObject(payload))
    throw new ConfigError(
      'example-does-not-fit',
      `The example of ${topic} does not fit its schema: ${misfit?.message ?? 'it is no object'}`,
      { file: pathOf(topic), path: misfit?.path ?? '' },
      'Mend the example, or take the file away: then the smallest value that fits is shown.',
    );
  const main = await writtenExample(root, mainTopicOf(topic));
  const kind = mainTopicOf(topic);
  const changes = isEntityKind(kind) ? changesOf(kind, undefined, isObject(main) ? main : payload, []) : [];
  const { headers } = messageOf(
    {
      number: 1,
      topic,
      key: String(payload['id']),
      version: Number(payload['version']),
      headers: { changes: changes.join(','), origin: 'live', source: '/lintel/demo' },
      value: '',
      at: '2026-03-02T09:15:04.512Z',
    },
    DEFAULT_PARTITIONS,
    NAMING,
  );
  return { headers, payload };
}

/** The main topic of a companion. An event of a companion carries the changes of the entity, which its main document shows. */
const mainTopicOf = (topic: TopicWord): string => topic.replace(/-personal$/, '');

const pathOf = (topic: string): string => `schemas/examples/${topic}.json`;

async function writtenExample(root: string, topic: string): Promise<JsonObject | undefined> {
  const text = await readFile(join(root, pathOf(topic)), 'utf8').catch(() => undefined);
  return text === undefined ? undefined : (JSON.parse(text) as JsonObject);
}
