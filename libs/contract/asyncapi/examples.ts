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
export interface Example {
  readonly headers: Readonly<Record<string, string>>;
  readonly payload: JsonObject;
}

const NAMING = {
  prefix: 'demo',
  ledgerId: 'demo', // only for a source that is not told
  schemaBase: 'https://lintel.example.org/schemas/',
};

/**
 * The value in `schemas/examples/<topic>.json`, or the smallest one where there is no such file, with the headers that the relay would give it as
 * the first that is said of its entity. ConfigError `example-does-not-fit`.
 */
export async function exampleOf(root: string, topic: TopicWord, schema: JsonObject): Promise<Example> {
  const payload = (await written(root, topic)) ?? derivedExample(schema);
  const misfit = misfitOf(schema, payload);
  if (misfit || !isObject(payload))
    throw new ConfigError(
      'example-does-not-fit',
      `The example of ${topic} does not fit its schema: ${misfit?.message ?? 'it is no object'}`,
      { file: pathOf(topic), path: misfit?.path ?? '' },
      'Mend the example, or take the file away: then the smallest value that fits is shown.',
    );
  const main = await written(root, mainOf(topic));
  const kind = mainOf(topic);
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

/** A companion event says the changes of the entity, which are read off its main document. */
const mainOf = (topic: TopicWord): string => topic.replace(/-personal$/, '');

const pathOf = (topic: string): string => `schemas/examples/${topic}.json`;

async function written(root: string, topic: string): Promise<JsonObject | undefined> {
  const text = await readFile(join(root, pathOf(topic)), 'utf8').catch(() => undefined);
  return text === undefined ? undefined : (JSON.parse(text) as JsonObject);
}
