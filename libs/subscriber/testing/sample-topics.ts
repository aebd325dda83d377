import { CHANGE_KINDS, type ChangeKind, type EntityKind } from '#libs/model/kinds.js';
import type { KafkaClient } from '#libs/kafka/client.js';
import { ensureTopics } from '#libs/kafka/ensure-topics.js';
import { messageOf, type PlacedMessage } from '#libs/kafka/relay/event-message.js';
import { openProducer } from '#libs/kafka/relay/producer.js';

/** Partitions of each topic that `makeTopics` makes. */
export const PARTITIONS = 3;

/** What every subscriber must find in a topic, whatever language it is written in. */
export interface Truth {
  readonly entities: number;
  readonly events: number;
  readonly changes: Readonly<Record<string, number>>;
}

/** An event to write; the rest of its message is made up. */
export interface SampleEvent {
  readonly topic: EntityKind | `${EntityKind}-personal`;
  readonly key: string;
  readonly version: number;
  readonly changes: readonly ChangeKind[];
  readonly value?: Readonly<Record<string, unknown>>;
}

/** The id of the entity with this number. */
export const entityId = (number: number): string =>
  `00000000-0000-5000-8000-${String(number).padStart(12, '0')}`;

/** The message of an event, as the relay writes it. */
export function sampleMessage(prefix: string, event: SampleEvent): PlacedMessage {
  const { topic, key, version, changes, value } = event;
  const kind = topic.replace(/-personal$/, '');
  const last = changes.find((change) => change === 'merged' || change === 'withdrawn');
  const document = { id: key, kind, version, state: last ?? 'current', ...value };
  return messageOf(
    {
      number: 1,
      topic,
      key,
      version,
      headers: { changes: changes.join(','), origin: 'live', source: '/uh/orders' },
      value: JSON.stringify(document),
      at: new Date(1.7e12 + version * 1000).toISOString(),
    },
    PARTITIONS,
    { prefix, ledgerId: prefix, schemaBase: 'https://example.org/schemas/' },
  );
}

/** Events of `count` entities with one to six versions each, with all kinds of changes; some entities are merged or withdrawn at the end. */
export function sampleEvents(kind: EntityKind, count: number): readonly SampleEvent[] {
  const words = CHANGE_KINDS.filter((change) => change !== 'merged' && change !== 'withdrawn');
  const rounds = Array.from({ length: 6 }, (_, round) =>
    Array.from({ length: count }, (_, number): readonly SampleEvent[] => {
      const versions = 1 + (number % 6);
      if (round >= versions) return [];
      const last = round === versions - 1 && number % 10 < 2 && versions > 1;
      const end: ChangeKind = number % 10 === 0 ? 'merged' : 'withdrawn';
      const two = [number + round, number + 3 * round + 1].map((at) => words[at % words.length] ?? 'amended');
      const changes = last ? [end] : [...new Set(two)];
      return [
        {
          topic: kind,
          key: entityId(number),
          version: round + 1,
          changes,
          ...(last && end === 'merged' && { value: { into: entityId(number + 1) } }),
        },
      ];
    }).flat(),
  );
  return rounds.flat();
}

/** What a subscriber must find where these events were written. */
export function truthOf(events: readonly SampleEvent[]): Truth {
  const changes: Record<string, number> = {};
  for (const change of events.flatMap((event) => event.changes)) changes[change] = (changes[change] ?? 0) + 1;
  return { entities: new Set(events.map(({ key }) => key)).size, events: events.length, changes };
}

/** Makes Lintel's topics under a prefix. */
export async function makeTopics(kafka: KafkaClient, prefix: string): Promise<void> {
  const admin = kafka.admin();
  await admin.connect();
  await ensureTopics(admin, { prefix, ledgerId: prefix, partitions: PARTITIONS });
  await admin.disconnect();
}

/** Writes events in transactions of a hundred, as the relay does. */
export async function writeSamples(
  kafka: KafkaClient,
  prefix: string,
  events: readonly SampleEvent[],
): Promise<void> {
  const producer = await openProducer(kafka, `sample.${prefix}`);
  try {
    for (let at = 0; at < events.length; at += 100) {
      const messages = events.slice(at, at + 100).map((event) => sampleMessage(prefix, event));
      await producer.transact(messages, () => marker(prefix));
    }
  } finally {
    await producer.drop();
  }
}

/** Writes events in a transaction that is then aborted: they lie in the topic, and no `read_committed` consumer may see them. */
export async function writeAborted(
  kafka: KafkaClient,
  prefix: string,
  events: readonly SampleEvent[],
): Promise<void> {
  const producer = await openProducer(kafka, `sample.${prefix}`);
  const messages = events.map((event) => sampleMessage(prefix, event));
  const broken = producer.transact(messages, () => {
    throw new Error('aborted by the test');
  });
  await broken.catch(() => undefined);
  await producer.drop();
  const next = await openProducer(kafka, `sample.${prefix}`);
  await next.fence();
  await next.drop();
}

const marker = (prefix: string): PlacedMessage => ({
  topic: `lintel.relay.${prefix}`,
  partition: 0,
  key: 'marker',
  value: '{}',
  headers: {},
});
