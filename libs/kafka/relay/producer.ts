import { setTimeout as sleep } from 'node:timers/promises';
import {
  Partitioners,
  type Producer,
  type RecordMetadata,
  type TopicMessages,
  type Transaction,
} from 'kafkajs';
import { TransientError } from '#libs/model/errors.js';
import type { KafkaClient } from '../client.js';
import { letGo, within } from '../time-limit.js';
import { kafkaType } from '../failure.js';
import type { PlacedMessage } from './event-message.js';

/** Kafka ends a transaction that is older; every deadline of ours comes sooner, so that we never commit what Kafka gave up. */
const TRANSACTION_MS = 15_000;
const CALL_MS = 10_000;

/** By topic and partition, the offset of the last message written. */
export type Written = ReadonlyMap<string, ReadonlyMap<number, bigint>>;

/** A message that seals a transaction: made when it is known where the others lie. */
export type Seal = (written: Written) => PlacedMessage;

/** Any error of any of these: the outcome is unknown. The producer is good for nothing more and must be dropped. */
export interface TransactionalProducer {
  /** Ends an empty transaction: from now on Kafka refuses every older producer of this id and ends what it left open. */
  fence(): Promise<void>;
  /** All of it or nothing; resolves when Kafka has decided for all of it. One at a time. */
  transact(messages: readonly PlacedMessage[], seal: Seal): Promise<Written>;
  /** Never throws; waits a second at most. */
  drop(): Promise<void>;
}

/**
 * A producer whose library never sends anything twice. When one of several brokers fails, kafkajs 2.2.4 sends again while the
 * other answers are still on their way (a repeat), and leaves out partitions whose leader moved to a broker that has answered
 * (a loss). So it gets no retries, for which it must not be called `idempotent`: a transaction is idempotent all the same.
 */
export async function openProducer(
  kafka: KafkaClient,
  transactionalId: string,
  callMs = CALL_MS,
): Promise<TransactionalProducer> {
  const producer = kafka.producer({
    transactionalId,
    transactionTimeout: TRANSACTION_MS,
    maxInFlightRequests: 1,
    retry: { retries: 0 },
    allowAutoTopicCreation: false,
    createPartitioner: Partitioners.DefaultPartitioner,
  });
  const call = <T>(what: string, run: () => Promise<T>): Promise<T> => within(callMs, what, run);
  const drop = (): Promise<void> => letGo(1000, 'disconnect', () => producer.disconnect());
  try {
    await call('connect', () => producer.connect());
  } catch (error) {
    await drop();
    throw error;
  }
  return {
    fence: async () => {
      const empty = await call('fence', () => producer.transaction());
      await call('end an empty transaction', () => empty.abort());
    },
    transact: (messages, seal) => transact(producer, call, messages, seal),
    drop,
  };
}

type Call = <T>(what: string, run: () => Promise<T>) => Promise<T>;

async function transact(
  producer: Producer,
  call: Call,
  messages: readonly PlacedMessage[],
  seal: Seal,
): Promise<Written> {
  const transaction = await call('begin', () => producer.transaction());
  const written = new Map<string, Map<number, bigint>>();
  let begun = false;
  const send = async (some: readonly PlacedMessage[]): Promise<void> => {
    const request = { acks: -1, timeout: CALL_MS, topicMessages: byTopic(some) };
    const answers = await call('send', () =>
      begun ? transaction.sendBatch(request) : sendFirst(transaction, request),
    );
    begun = true;
    note(written, some, answers);
  };
  const [first, rest] = splitFirst(messages);
  if (first.length > 0) await send(first);
  if (rest.length > 0) await send(rest);
  await send([seal(written)]);
  await call('commit', () => transaction.commit());
  return written;
}

/** The messages of one partition, and so of one broker, and the others. */
function splitFirst(
  messages: readonly PlacedMessage[],
): readonly [readonly PlacedMessage[], readonly PlacedMessage[]] {
  const lead = messages[0];
  const isFirst = ({ topic, partition }: PlacedMessage): boolean =>
    topic === lead?.topic && partition === lead.partition;
  return [messages.filter(isFirst), messages.filter((message) => !isFirst(message))];
}

interface SendRequest {
  readonly acks: number;
  readonly timeout: number;
  readonly topicMessages: TopicMessages[];
}

/**
 * While Kafka still completes the transaction before, the first partition of the next is refused with CONCURRENT_TRANSACTIONS.
 * Nothing was written then, as this is the first send and goes to one broker: only so is it safe to send it again.
 */
async function sendFirst(transaction: Transaction, request: SendRequest): Promise<RecordMetadata[]> {
  for (let wait = 1; ; wait = Math.min(wait * 2, 100)) {
    try {
      return await transaction.sendBatch(request);
    } catch (error) {
      if (kafkaType(error) !== 'CONCURRENT_TRANSACTIONS') throw error;
      await sleep(wait);
    }
  }
}

function byTopic(messages: readonly PlacedMessage[]): TopicMessages[] {
  const groups = new Map<string, TopicMessages>();
  for (const { topic, partition, key, value, headers } of messages) {
    const group = groups.get(topic) ?? { topic, messages: [] };
    group.messages.push({ partition, key, value, headers: { ...headers } });
    groups.set(topic, group);
  }
  return [...groups.values()];
}

/** Takes the offsets from the answers. A partition without an answer was perhaps never written: no commit then. */
function note(
  written: Map<string, Map<number, bigint>>,
  sent: readonly PlacedMessage[],
  answers: readonly RecordMetadata[],
): void {
  const counts = new Map<string, number>();
  for (const { topic, partition } of sent)
    counts.set(`${topic}/${partition}`, (counts.get(`${topic}/${partition}`) ?? 0) + 1);
  for (const { topicName, partition, errorCode, baseOffset = '-1' } of answers) {
    const place = `${topicName}/${partition}`;
    const count = counts.get(place);
    if (errorCode !== 0 || count === undefined || BigInt(baseOffset) < 0n) {
      throw new TransientError(
        'kafka-odd-answer',
        `Kafka's answer for ${place} cannot be used (error ${errorCode}, offset ${baseOffset})`,
      );
    }
    counts.delete(place);
    const partitions = written.get(topicName) ?? new Map<number, bigint>();
    written.set(topicName, partitions.set(partition, BigInt(baseOffset) + BigInt(count) - 1n));
  }
  if (counts.size > 0)
    throw new TransientError('kafka-odd-answer', `Kafka did not answer for ${[...counts.keys()].join(', ')}`);
}
