import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fromFile, Parser, type AsyncAPIDocumentInterface } from '@asyncapi/parser';
import { ConfigError } from '#libs/model/errors.js';
import type { JsonObject } from '#libs/model/json.js';
import { CHANGE_KINDS } from '#libs/model/kinds.js';
import { misfitOf } from '#libs/model/schema/validate.js';
import { headerSchema } from '#libs/kafka/relay/header-schema.js';
import { TOPIC_WORDS, topicNames } from '#libs/model/topics.js';
import { asyncApiDocument } from './asyncapi-document.js';
import { derivedExample } from './derived-example.js';
import { exampleOf } from './examples.js';

const root = join(__dirname, '../../..');
const schemaOf = (topic: string): JsonObject =>
  JSON.parse(readFileSync(join(root, `schemas/${topic}.v1.json`), 'utf8')) as JsonObject;

/** 0 is an error, 1 a warning; 2 and 3 are advice. */
const isTrouble = ({ severity }: { readonly severity: number }): boolean => severity <= 1;

let document: AsyncAPIDocumentInterface;

beforeAll(async () => {
  const { document: found, diagnostics } = await fromFile(
    new Parser(),
    join(root, 'schemas/asyncapi.yaml'),
  ).parse();
  expect(diagnostics.filter(isTrouble)).toEqual([]);
  if (!found) throw new Error('asyncapi.yaml is no AsyncAPI document');
  document = found;
});

test('every topic is a channel with the prefix as its parameter, compacted, in log append time', () => {
  const channels = document.channels().all();
  expect(channels.map((it) => it.address())).toEqual(topicNames('{prefix}'));
  for (const channel of channels) {
    expect(
      channel
        .parameters()
        .all()
        .map((it) => it.id()),
    ).toEqual(['prefix']);
    expect(channel.bindings().get('kafka')?.value()).toMatchObject({
      partitions: 6,
      topicConfiguration: { 'cleanup.policy': ['compact'], 'message.timestamp.type': 'LogAppendTime' },
    });
  }
});

test.each(TOPIC_WORDS)('the message of %s: key, headers, value, and an example that fits them', (topic) => {
  const message = document
    .messages()
    .all()
    .find((it) => it.name() === topic);
  expect(message?.bindings().get('kafka')?.value()).toMatchObject({ key: { format: 'uuid' } });
  expect(message?.headers()?.json()).toMatchObject({
    properties: { ce_changes: { 'x-words': CHANGE_KINDS } },
  });
  expect(message?.payload()?.json()).toMatchObject({ title: schemaOf(topic)['title'] });
  const [example] = message?.examples().all() ?? [];
  const headers = example?.headers() as JsonObject;
  const payload = example?.payload() as unknown as JsonObject;
  expect(misfitOf(headerSchema(), headers)).toBeUndefined();
  expect(misfitOf(schemaOf(topic), payload)).toBeUndefined();
  expect(headers['ce_subject']).toBe(payload['id']);
});

test.each(TOPIC_WORDS)('without a file, an example of %s is derived and fits', (topic) => {
  expect(misfitOf(schemaOf(topic), derivedExample(schemaOf(topic)))).toBeUndefined();
});

test('an example that does not fit its schema is refused, with file and path', async () => {
  const { properties, ...schema } = schemaOf('work-order');
  const narrower = { ...schema, properties: { ...(properties as JsonObject), state: { enum: ['merged'] } } };
  const refused = exampleOf(root, 'work-order', narrower);
  await expect(refused).rejects.toThrow(ConfigError);
  await expect(refused).rejects.toMatchObject({
    code: 'example-does-not-fit',
    place: { file: 'schemas/examples/work-order.json', path: 'state' },
  });
});

test('the parser refuses what is no AsyncAPI: the check can fail', async () => {
  const example = await exampleOf(root, 'property', schemaOf('property'));
  const good = asyncApiDocument([{ topic: 'property', schema: schemaOf('property'), example }]);
  const { channels: _, ...bad } = good;
  const diagnostics = await new Parser().validate(JSON.stringify(bad));
  expect(diagnostics.some(isTrouble)).toBe(true);
});
