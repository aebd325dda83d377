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
import { handlers } from './handlers.js';
import { SUBSCRIBER_TRANSPORT } from './on-change.decorator.js';

export interface SubscriberOptions extends Pick<
  ConsumeOptions,
  'fromBeginning' | 'partitionsAtOnce' | 'sessionMs' | 'commitMs' | 'stallMs' | 'stopMs'
> {
  /** Settings of the cluster, or a client made before. */
  readonly kafka: KafkaSettings | KafkaClient;
  /** Of the topics: `camden` in `camden.work-order.v1`. */
  readonly prefix: string;
  /** Members of one group share the partitions; Kafka keeps how far the group came. */
  readonly group: string;
  /** Default: 5 attempts, after 200, 400, 800 and 1600 ms. */
  readonly retry?: Partial<Retry>;
  /** Default: the topic `<group>.dead-letter`, of personal topics `<group>.dead-letter-personal`. */
  readonly onDeadLetter?: OnDeadLetter;
  /** Entities remembered per partition for dropping repeats. Default 100,000. */
  readonly remember?: number;
}

export interface SubscriberHealth extends ConsumeHealth {
  readonly counts: Readonly<Record<DeliveryOutcome, number>>;
}

/**
 * Lintel's topics as a NestJS transport: `createMicroservice(App, { strategy: new SubscriberTransport({ … }) })`. Handlers are `@OnChange` (or
 * `@EventPattern`); each event at least once, in order within its entity, its offset committed after its handlers. See README.md.
 */
export class SubscriberTransport extends Server<Record<string, never>> implements CustomTransportStrategy {
  override readonly transportId = SUBSCRIBER_TRANSPORT;
  /** Else Nest logs the text of a handler's error, which may hold values (I10). */
  override readonly propagatesEventHandlerErrors = true;
  readonly #options: SubscriberOptions;
  readonly #handlers = handlers();
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
    this.messageHandlers.set(pattern, callback); // for who asks which patterns there are
  }

  async listen(callback: (error?: unknown) => void): Promise<void> {
    this.#starting = this.#start();
    try {
      await this.#starting;
    } catch (error) {
      return callback(error);
    }
    callback();
  }

  async close(): Promise<void> {
    this.#stopping.abort();
    await this.#starting?.catch(() => undefined); // it was told to Nest
    await this.#consuming?.stop();
    await this.#sender?.close();
  }

  health(): SubscriberHealth {
    const consuming = this.#consuming?.health() ?? {
      state: 'joining' as const,
      restarts: 0,
      code: undefined,
    };
    return { ...consuming, counts: { ...this.#counts } };
  }

  on(): void {
    // there are no events to listen to: `health()` says how it is
  }

  unwrap<T>(): T {
    return this.#kafka as T;
  }

  async #start(): Promise<void> {
    const { kafka, prefix, group, retry, remember = 100_000, ...others } = this.#options;
    const kinds = new Set(this.#handlers.patterns().map(({ kind }) => kind));
    const kindByTopic = new Map<string, SubscribedKind>(
      [...kinds].map((kind) => [topicName(prefix, kind), kind]),
    );
    const topics = [...kindByTopic.keys()];
    if (topics.length === 0) {
      throw new ConfigError('subscriber-no-handlers', 'No controller has a handler marked with @OnChange');
    }
    this.#kafka = 'brokers' in kafka ? makeKafka(kafka) : kafka;
    const buried = others.onDeadLetter === undefined ? deadLetterTopics(group, topics) : [];
    await requireTopics(this.#kafka, topics, buried);
    this.#sender = openSender(this.#kafka);
    const each = deliver({
      kindOf: (topic) => kindByTopic.get(topic),
      handlersOf: this.#handlers.of,
      onDeadLetter: others.onDeadLetter ?? toDeadLetterTopic(this.#sender, group),
      retry: { attempts: 5, firstMs: 200, longestMs: 10_000, ...retry },
      remember,
      signal: this.#stopping.signal,
      count: (what, code) => this.#count(what, code),
    });
    this.#consuming = await consume(this.#kafka, {
      ...others,
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
