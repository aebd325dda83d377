import { setTimeout as sleep } from 'node:timers/promises';
import { Partitioners, type Producer, type RecordMetadata, type Transaction } from 'kafkajs';
import type { KafkaClient } from '../client.js';
import { letGo, within } from '../time-limit.js';
import { kafkaType } from '../failure.js';
import type { PlacedMessage } from './event-message.js';
import { byTopic, firstPartition } from './send-order.js';
import { noteWritten, type Written } from './written.js';

/**
 * Kafka ends a transaction that is older than this. Each call of ours has a deadline, CALL_MS, but a transaction makes several calls, so a
 * slow transaction may become older. Then Kafka refuses its next send or its commit (INVALID_PRODUCER_EPOCH): nobody sees anything of it,
 * and the next session sends it again.
 */
const TRANSACTION_MS = 15_000;
const CALL_MS = 10_000;

/** The message that ends a transaction; made when it is known where the others lie. */
export type Seal = (written: Written) => PlacedMessage;

/**
 * A producer of transactions, for one relay. One call at a time. Any error of any of these leaves the outcome unknown: the producer must
 * be dropped, and only Kafka can say what was written.
 */
export interface TransactionalProducer {
  /** Ends an empty transaction. From then on Kafka refuses every older producer of this id, and has ended what it left open (I6). */
  fence(): Promise<void>;
  /** Writes all messages and the seal, or nothing. Resolves when Kafka has committed all of it; gives where the messages lie. */
  transact(messages: readonly PlacedMessage[], seal: Seal): Promise<Written>;
  /** Never throws; waits a second at most. */
  drop(): Promise<void>;
}

type Call = <T>(what: string, run: () => Promise<T>) => Promise<T>;

/**
 * Opens a producer whose library never sends anything twice. When one of several brokers fails, kafkajs 2.2.4 sends again while the
 * other answers are still on their way (a repeat), and leaves out partitions whose leader moved to a broker that has answered
 * (a loss). So it gets no retries. kafkajs allows that only where `idempotent` is not set; in a transaction Kafka tells repeats apart all the same. Every call
 * ends within `callMs` (TransientError `kafka-deadline`).
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
  const call: Call = (what, run) => within(callMs, what, run);
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
    noteWritten(written, some, answers);
  };
  const [first, rest] = firstPartition(messages);
  // The first send goes to one partition, and so to one broker: only that one may be tried again (`sendFirst`).
  if (first.length > 0) await send(first);
  if (rest.length > 0) await send(rest);
  await send([seal(written)]);
  await call('commit', () => transaction.commit());
  return written;
}

/**
 * While Kafka still completes the transaction before, the first partition of the next is refused with CONCURRENT_TRANSACTIONS.
 * Nothing was written then, as this is the first send and goes to one broker: only so is it safe to send it again.
 */
async function sendFirst(
  transaction: Transaction,
  request: Parameters<Transaction['sendBatch']>[0],
): Promise<RecordMetadata[]> {
  for (let waitMs = 1; ; waitMs = Math.min(waitMs * 2, 100)) {
    try {
      return await transaction.sendBatch(request);
    } catch (error) {
      if (kafkaType(error) !== 'CONCURRENT_TRANSACTIONS') throw error;
      await sleep(waitMs);
    }
  }
}
