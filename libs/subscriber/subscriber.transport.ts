import { Server, type CustomTransportStrategy, type MessageHandler } from '@nestjs/microservices';
import { ConfigError } from '#libs/model/errors.js';
import { makeKafka, type KafkaClient, type KafkaSettings } from '#libs/kafka/client.js';
import {
  consume,
  type ConsumeHealth,
  type ConsumeOptions,
  type Consuming,
} from '#libs/kafka/consumer/consume.js';
import { requireTopics } from '#libs/kafka/require-topics.js';
import { openSender, type Sender } from '#libs/kafka/sender.js';
import { topicName } from '#libs/model/topics.js';
import type { SubscribedKind } from './change-event.js';
import { deadLetterTopics, toDeadLetterTopic, type OnDeadLetter } from './dead-letter.js';
import { deliver, type DeliveryOutcome, type Retry } from './deliver.js';
import { makeHandlers } from './handlers.js';
import { SUBSCRIBER_TRANSPORT } from './on-change.decorator.js';

/** How an app subscribes. */
export interface SubscriberOptions extends Pick<
  ConsumeOptions,
  'fromBeginning' | 'partitionsAtOnce' | 'sessionMs' | 'commitMs' | 'stallMs' | 'stopMs'
> {
  /** Settings of the cluster, or a client made before. */
  readonly kafka: KafkaSettings | KafkaClient;
  /** Prefix of the topics: `camden` in `camden.work-order.v1`. */
  readonly prefix: string;
  /** Kafka's consumer group. Its members share the partitions, and Kafka keeps how far the group has come. */
  readonly group: string;
  /** Default: 5 attempts, after 200, 400, 800 and 1600 ms. */
  readonly retry?: Partial<Retry>;
  /** Takes dead letters. Default: they go to the topic `<group>.dead-letter`, those of personal topics to `<group>.dead-letter-personal`. */
  readonly onDeadLetter?: OnDeadLetter;
  /** How many entities of a partition are remembered, to drop repeats. Default 100,000. */
  readonly remember?: number;
}

/** How a subscriber is. */
export interface SubscriberHealth extends ConsumeHealth {
  /** What happened to messages since the start of the process. */
  readonly counts: Readonly<Record<DeliveryOutcome, number>>;
}

/**
 * Lintel's topics as a NestJS transport: `createMicroservice(App, { strategy: new SubscriberTransport({ … }) })`. Handlers are methods with
 * `@OnChange` (or `@EventPattern`). An app makes one transport and uses it for one start.
 *
 * - **At least once.** The offset of a message is committed after its handlers, or whoever took its dead letter, have resolved. After a crash
 *   what was not committed comes again.
 * - **In order.** One message of a partition is handled at a time, and so one event of an entity; partitions go on at the same time.
 * - **A throw** of a handler is tried again, then makes the message a dead letter (`Handle`, `OnDeadLetter`). It never stops the app.
 * - **A stop** waits for the handlers at work, for up to `stopMs`.
 *
 * README.md has the whole of it.
 */
export class SubscriberTransport extends Server<Record<string, never>> implements CustomTransportStrategy {
  override readonly transportId = SUBSCRIBER_TRANSPORT;
  /** Without it Nest would log the text of a handler's error, which may hold values (I10). */
  override readonly propagatesEventHandlerErrors = true;
  readonly #options: SubscriberOptions;
  readonly #handlers = makeHandlers();
  readonly #stopping = new AbortController();
  readonly #counts: Record<DeliveryOutcome, number> = {
    handled: 0,
    'not-asked-for': 0,
    repeat: 0,
    retried: 0,
    'dead-letter': 0,
    'dead-letter-refused': 0,
  };
  #kafka: KafkaClient | undefined;
  #sender: Sender | undefined;
  #consuming: Consuming | undefined;
  #starting: Promise<void> | undefined;

  constructor(options: SubscriberOptions) {
    super();
    this.#options = options;
  }

  /** Nest calls it for each pattern of each handler, before `listen`. Throws ConfigError `subscriber-pattern`. */
  override addHandler(
    pattern: unknown,
    callback: MessageHandler,
    isEventHandler = false,
    extras: Record<string, unknown> = {},
  ): void {
    if (typeof pattern !== 'string' || !isEventHandler) {
      throw new ConfigError(
        'subscriber-pattern',
        'A topic asks no questions: only events can be handled',
        undefined,
        'Use @OnChange, not @MessagePattern.',
      );
    }
    this.#handlers.add(pattern, extras, callback);
    callback.isEventHandler = true;
    callback.extras = extras;
    this.messageHandlers.set(pattern, callback); // Nest shows the patterns of an app by it
  }

  /**
   * Starts to consume. `callback` is called once: without an error when the group has taken this member in; else with ConfigError
   * `subscriber-no-handlers`, `subscriber-topics-missing`, `subscriber-topic-not-made`, or TransientError `kafka-unreachable`,
   * `kafka-group-not-joined`. Afterwards the consumer mends itself, and only `health` tells how it is.
   */
  async listen(callback: (error?: unknown) => void): Promise<void> {
    this.#starting = this.#start();
    try {
      await this.#starting;
    } catch (error) {
      return callback(error);
    }
    callback();
  }

  /**
   * Stops for good. It begins no further message, waits up to `stopMs` for the messages at work, commits those that are done, and leaves the group.
   * A message whose handler waits for its next attempt, or still works after `stopMs`, is left undone and comes again. It never throws.
   */
  async close(): Promise<void> {
    this.#stopping.abort();
    await this.#starting?.catch(() => undefined); // Nest has been told of the error
    await this.#consuming?.stop();
    await this.#sender?.close();
  }

  /** How the subscriber is now; may be asked at any time. */
  health(): SubscriberHealth {
    const consuming = this.#consuming?.health() ?? {
      state: 'joining' as const,
      restarts: 0,
      code: undefined,
    };
    return { ...consuming, counts: { ...this.#counts } };
  }

  /** Does nothing: the transport has no events of its own. `health` tells how it is. */
  on(): void {}

  /** The Kafka client; undefined before `listen`. */
  unwrap<T>(): T {
    return this.#kafka as T;
  }

  async #start(): Promise<void> {
    const { kafka, prefix, group, retry, remember = 100_000, ...consumeSettings } = this.#options;
    const kinds = new Set(this.#handlers.patterns().map(({ kind }) => kind));
    const kindByTopic = new Map<string, SubscribedKind>(
      [...kinds].map((kind) => [topicName(prefix, kind), kind]),
    );
    const topics = [...kindByTopic.keys()];
    if (topics.length === 0) {
      throw new ConfigError('subscriber-no-handlers', 'No controller has a handler marked with @OnChange');
    }
    this.#kafka = 'brokers' in kafka ? makeKafka(kafka) : kafka;
    const ownDeadLetterTopics =
      consumeSettings.onDeadLetter === undefined ? deadLetterTopics(group, topics) : [];
    await requireTopics(this.#kafka, topics, ownDeadLetterTopics);
    this.#sender = openSender(this.#kafka);
    const each = deliver({
      kindOf: (topic) => kindByTopic.get(topic),
      handlersOf: this.#handlers.of,
      onDeadLetter: consumeSettings.onDeadLetter ?? toDeadLetterTopic(this.#sender, group),
      retry: { attempts: 5, firstMs: 200, longestMs: 10_000, ...retry },
      remember,
      signal: this.#stopping.signal,
      count: (what, code) => this.#count(what, code),
    });
    this.#consuming = await consume(this.#kafka, {
      ...consumeSettings,
      groupId: group,
      topics,
      each,
      signal: this.#stopping.signal,
      say: (code) => {
        if (code === undefined) this.logger.log(`subscriber ${group}: consuming again`);
        else this.logger.warn(`subscriber ${group}: failed (${code}), starting again`);
      },
      waits: () =>
        this.logger.warn(`subscriber ${group}: waits for handlers of the consumer that was given up`),
    });
  }

  #count(what: DeliveryOutcome, code: string | undefined): void {
    this.#counts[what]++;
    if (what === 'dead-letter' || what === 'dead-letter-refused')
      this.logger.warn(`subscriber ${this.#options.group}: ${what} (${code ?? 'unknown'})`);
  }
}
