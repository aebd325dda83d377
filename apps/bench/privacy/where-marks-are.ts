import { makeKafka } from '#libs/kafka/client.js';
import { readTopics } from '#libs/kafka/reader.js';
import { topicName, TOPIC_WORDS } from '#libs/model/topics.js';

/** What to look for: a name of the mark, and how it looks in a text. */
export type Marks = ReadonlyMap<string, RegExp>;

/** Mark → the places where it was found, each once, sorted. */
export type Found = ReadonlyMap<string, readonly string[]>;

/** Collects, place by place, which marks a text holds. */
export class MarkSearch {
  readonly #found = new Map<string, Set<string>>();
  readonly #looked = new Map<string, number>();

  constructor(private readonly marks: Marks) {}

  look(place: string, text: string): void {
    this.#looked.set(place, (this.#looked.get(place) ?? 0) + text.length);
    for (const [mark, pattern] of this.marks)
      if (pattern.test(text)) this.#found.set(mark, (this.#found.get(mark) ?? new Set()).add(place));
  }

  /** Every message of every topic: key, value and headers, as bytes would show them. */
  async lookAtTopics(brokers: readonly string[], prefix: string): Promise<void> {
    const words = new Map(TOPIC_WORDS.map((word) => [topicName(prefix, word), word]));
    await readTopics(makeKafka({ brokers, clientId: 'lintel-privacy' }), {
      topics: [...words.keys()],
      each: ({ topic, key, value, headers }) =>
        this.look(words.get(topic) ?? topic, `${key} ${value} ${JSON.stringify(headers)}`),
    });
  }

  get found(): Found {
    return new Map([...this.#found].map(([mark, places]) => [mark, [...places].sort()]));
  }

  /** Places looked at, with the characters seen there: an empty place proves nothing. */
  get looked(): ReadonlyMap<string, number> {
    return this.#looked;
  }
}
