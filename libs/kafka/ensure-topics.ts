import type { Admin, ITopicConfig } from 'kafkajs';
import { ConfigError } from '#libs/model/errors.js';
import { failureCode, kafkaType } from './failure.js';
import { ConfigResourceTypes, KafkaJSAggregateError } from './library.js';
import { whenKnown } from './when-known.js';
import { DATA_SETTINGS, DEFAULT_PARTITIONS } from './topic-settings.js';
import { topicNames } from '#libs/model/topics.js';
import { markerTopic } from './marker-topic.js';

const MARKER_SETTINGS = {
  'cleanup.policy': 'compact',
  'segment.bytes': String(4 * 1024 * 1024), // it is read at each start of the relay, so it is kept short
  'min.cleanable.dirty.ratio': '0.1',
} as const;

/** Without these the promises to subscribers do not hold. Another value of any other setting is logged, and does no harm. */
const ESSENTIAL: ReadonlySet<string> = new Set(['cleanup.policy', 'message.timestamp.type']);

export interface TopicsWanted {
  readonly prefix: string;
  readonly ledgerId: string;
  /** Of each data topic, for ever. Default 6. */
  readonly partitions?: number;
  /** Default: 3, or the number of brokers where there are fewer. */
  readonly replicationFactor?: number;
}

export interface TopicsFound {
  readonly created: readonly string[];
  /** Settings that differ and do no harm to the promises; for a line in the log. */
  readonly differences: readonly TopicDifference[];
}

export interface TopicDifference {
  readonly topic: string;
  /** Which setting, what it is and what was expected. */
  readonly message: string;
}

/**
 * Makes the topics that are not there and looks at those that are; changes none. ConfigError `kafka-topics-differ` names each
 * partition count, cleanup policy and time stamp type that is not as it must be; `kafka-topic-not-created` what Kafka refused.
 */
export async function ensureTopics(admin: Admin, wanted: TopicsWanted): Promise<TopicsFound> {
  const replicationFactor =
    wanted.replicationFactor ?? Math.min(3, (await whenKnown(() => admin.describeCluster())).brokers.length); // kafkajs takes apart metadata that it has not got yet
  const topics: readonly ITopicConfig[] = [
    ...topicNames(wanted.prefix).map((topic) => ({
      ...spec(topic, DATA_SETTINGS),
      numPartitions: wanted.partitions ?? DEFAULT_PARTITIONS,
      replicationFactor,
    })),
    { ...spec(markerTopic(wanted.ledgerId), MARKER_SETTINGS), numPartitions: 1, replicationFactor },
  ];
  const there = new Set(await admin.listTopics());
  const missing = topics.filter(({ topic }) => !there.has(topic));
  if (missing.length > 0) await whenKnown(() => create(admin, missing));
  // Each leader answers for it: Kafka 4.3.1 stalled every transaction for 30 s when one met a partition that was still being made.
  for (const { topic } of missing) await whenKnown(() => admin.fetchTopicOffsets(topic));
  const differences = await whenKnown(() => compare(admin, topics));
  return { created: missing.map(({ topic }) => topic), differences };
}

const spec = (
  topic: string,
  settings: Readonly<Record<string, string>>,
): Pick<ITopicConfig, 'topic' | 'configEntries'> => ({
  topic,
  configEntries: Object.entries(settings).map(([name, value]) => ({ name, value })),
});

async function create(admin: Admin, topics: readonly ITopicConfig[]): Promise<void> {
  try {
    await admin.createTopics({ topics: [...topics], waitForLeaders: false, timeout: 20_000 });
  } catch (error) {
    if (!(error instanceof KafkaJSAggregateError)) throw error; // not about a topic
    const refused = error.errors.filter((one) => kafkaType(one) !== 'TOPIC_ALREADY_EXISTS'); // another instance was quicker
    if (refused.length === 0) return;
    const named = refused.map((one) => `${topicOf(one)}: ${failureCode(one)}`);
    throw new ConfigError(
      'kafka-topic-not-created',
      `Kafka refused to create topics: ${named.join('; ')}`,
      undefined,
      'Give this user the right to create topics, or have them created as README.md says (partitions, compact, LogAppendTime).',
    );
  }
}

const topicOf = (error: unknown): string =>
  typeof error === 'object' && error !== null && 'topic' in error ? String(error.topic) : 'a topic';

/** Throws on what must not differ, returns the rest. */
async function compare(admin: Admin, wanted: readonly ITopicConfig[]): Promise<readonly TopicDifference[]> {
  const names = wanted.map(({ topic }) => topic);
  const { topics: metadata } = await admin.fetchTopicMetadata({ topics: names });
  const { resources } = await admin.describeConfigs({
    includeSynonyms: false,
    resources: names.map((name) => ({ type: ConfigResourceTypes.TOPIC, name })),
  });
  const wrong: string[] = [];
  const differences: TopicDifference[] = [];
  for (const { topic, numPartitions, configEntries } of wanted) {
    const count = metadata.find(({ name }) => name === topic)?.partitions.length;
    if (count !== numPartitions)
      wrong.push(`${topic} has ${count ?? 'no'} partitions, expected ${numPartitions}`);
    const entries = resources.find(({ resourceName }) => resourceName === topic)?.configEntries ?? [];
    for (const { name, value } of configEntries ?? []) {
      const found = entries.find(({ configName }) => configName === name)?.configValue;
      if (found === value) continue;
      const message = `has ${name}=${found}, expected ${value}`;
      if (ESSENTIAL.has(name)) wrong.push(`${topic} ${message}`);
      else differences.push({ topic, message: `The topic ${message}.` });
    }
  }
  if (wrong.length === 0) return differences;
  throw new ConfigError(
    'kafka-topics-differ',
    wrong.join('; '),
    undefined,
    'Mend the settings with kafka-configs. A partition count is final: state the one that is there, or use another prefix.',
  );
}
