import { makeKafka } from '#libs/kafka/client.js';
import { readTopics } from '#libs/kafka/reader.js';
import { topicName, TOPIC_WORDS, type TopicWord } from '#libs/model/topics.js';

/** What a subscriber holds of one topic after reading it from its beginning. */
export interface TopicView {
  readonly word: TopicWord;
  /** Key → newest value, as it came. */
  readonly newest: Map<string, string>;
  readonly events: number;
  /** Keys whose versions were not 1, 2, 3 … in order (I6); the first few, with what came. */
  readonly disorder: readonly string[];
  /** Events whose key, `ce_id` and value do not name the same entity and version. */
  readonly mislabelled: readonly string[];
}

/** Reads every topic of the prefix to its end, as an independent `read_committed` subscriber. */
export async function readKafka(
  brokers: readonly string[],
  prefix: string,
): Promise<ReadonlyMap<TopicWord, TopicView>> {
  const kafka = makeKafka({ brokers, clientId: 'lintel-balance' });
  const words = new Map(TOPIC_WORDS.map((word) => [topicName(prefix, word), word]));
  const views = new Map(TOPIC_WORDS.map((word) => [word, emptyView(word)]));
  await readTopics(kafka, {
    topics: [...words.keys()],
    each: ({ topic, key, value, headers }) => {
      const view = views.get(words.get(topic) ?? 'request');
      if (view && key !== undefined && value !== undefined) take(view, topic, key, value, headers['ce_id']);
    },
  });
  return views;
}

interface Filling {
  readonly word: TopicWord;
  readonly newest: Map<string, string>;
  readonly versions: Map<string, number>;
  events: number;
  readonly disorder: string[];
  readonly mislabelled: string[];
}

const emptyView = (word: TopicWord): Filling => ({
  word,
  newest: new Map(),
  versions: new Map(),
  events: 0,
  disorder: [],
  mislabelled: [],
});

function take(view: Filling, topic: string, key: string, value: string, ceId: string | undefined): void {
  const { id, version } = JSON.parse(value) as { readonly id: unknown; readonly version: unknown };
  const expected = (view.versions.get(key) ?? 0) + 1;
  if (version !== expected)
    view.disorder.push(`${topic} ${key}: version ${String(version)} where ${expected} is next`);
  if (id !== key || ceId !== `${topic}/${key}:${String(version)}`)
    view.mislabelled.push(`${topic} ${key}: ${ceId ?? 'no ce_id'}`);
  view.versions.set(key, Number(version));
  view.newest.set(key, value);
  view.events += 1;
}
