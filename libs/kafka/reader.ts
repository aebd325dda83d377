import { randomUUID } from 'node:crypto';
import type { Admin, Consumer, KafkaMessage } from 'kafkajs';
import { TransientError } from '#libs/model/errors.js';
import type { KafkaClient } from './client.js';
import { letGo } from './time-limit.js';

export interface ReadRecord {
  readonly topic: string;
  readonly partition: number;
  readonly offset: string;
  readonly key: string | undefined;
  /** `undefined`: a tombstone. */
  readonly value: string | undefined;
  readonly headers: Readonly<Record<string, string>>;
  /** Milliseconds since 1970, as text. */
  readonly timestamp: string;
}

export interface ReadOptions {
  readonly topics: readonly string[];
  /** Called one at a time, in order within a partition; what it throws ends the reading. `'stop'`: enough. */
  readonly each: (record: ReadRecord) => void | 'stop' | Promise<void | 'stop'>;
  /** Where to begin in partition 0 of every topic; default the beginning. May hand over some records before it. */
  readonly from?: bigint;
  /** 'end' (default): until all that was committed when it began was read. 'stop': until `each` says so. */
  readonly until?: 'end' | 'stop';
  /** TransientError `kafka-read-stalled` after so long without any progress. Default 15 s. */
  readonly stallMs?: number;
}

/**
 * Reads topics as a subscriber with `read_committed` sees them, from the beginning to their end, in a consumer group of its own
 * that is deleted afterwards. Memory stays flat. The end of a partition is its last stable offset; the record before it is
 * mostly a control record, which is never delivered, so progress is taken from the batches, not from the records.
 */
export async function readTopics(kafka: KafkaClient, options: ReadOptions): Promise<void> {
  const group = `lintel.reader.${randomUUID()}`;
  const admin = kafka.admin();
  const consumer = kafka.consumer({
    groupId: group,
    readUncommitted: false,
    allowAutoTopicCreation: false,
    maxWaitTimeInMs: 50,
    sessionTimeout: 30_000,
  });
  try {
    await admin.connect();
    const ends = options.until === 'stop' ? undefined : await endsOf(admin, options.topics);
    if (ends?.size === 0) return;
    await consume(consumer, options, ends);
  } finally {
    await letGo(10_000, 'leave the group', () => consumer.disconnect());
    await letGo(5000, 'delete the group', () => admin.deleteGroups([group]));
    await letGo(2000, 'disconnect', () => admin.disconnect());
  }
}

type Ends = ReadonlyMap<string, bigint>;
const at = (topic: string, partition: number): string => `${topic}/${partition}`;

/** Where to stop, of each partition that holds anything. kafkajs's `high` is the last stable offset. */
async function endsOf(admin: Admin, topics: readonly string[]): Promise<Ends> {
  const ends = new Map<string, bigint>();
  for (const topic of topics) {
    for (const { partition, high, low } of await admin.fetchTopicOffsets(topic)) {
      if (BigInt(high) > BigInt(low)) ends.set(at(topic, partition), BigInt(high));
    }
  }
  return ends;
}

async function consume(consumer: Consumer, options: ReadOptions, ends: Ends | undefined): Promise<void> {
  const { topics, each, from, stallMs = 15_000 } = options;
  /** The next offset of each partition. After a rebalance kafkajs begins anew; nothing is handed over twice. */
  const next = new Map<string, bigint>();
  const waiting = new Set(ends?.keys());
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  promise.catch(() => undefined); // it may fail while the group is still being joined
  let movedAt = Date.now();
  let over = false;
  const finish = (end: () => void): void => {
    over = true;
    end();
  };
  await consumer.connect();
  await consumer.subscribe({ topics: [...topics], fromBeginning: true });
  consumer.on(consumer.events.CRASH, ({ payload }) => {
    if (!payload.restart) finish(() => reject(payload.error));
  });
  // Told of every batch, also of one that held only control records or aborted ones; `lastOffset` counts those.
  consumer.on(consumer.events.END_BATCH_PROCESS, ({ payload }) => {
    const place = at(payload.topic, payload.partition);
    const position = BigInt(payload.lastOffset) + 1n;
    if (position > (next.get(place) ?? 0n)) next.set(place, position);
    movedAt = Date.now();
    if (position >= (ends?.get(place) ?? position + 1n)) waiting.delete(place);
    if (ends !== undefined && waiting.size === 0) finish(resolve);
  });
  const watch = setInterval(() => {
    if (Date.now() - movedAt > stallMs)
      finish(() =>
        reject(new TransientError('kafka-read-stalled', `Nothing came from Kafka for ${stallMs} ms`)),
      );
  }, 250);
  try {
    await consumer.run({
      autoCommit: false,
      eachBatch: async ({ batch, heartbeat }) => {
        const place = at(batch.topic, batch.partition);
        for (const message of batch.messages) {
          if (over) return;
          if (BigInt(message.offset) < (next.get(place) ?? 0n)) continue;
          next.set(place, BigInt(message.offset) + 1n);
          movedAt = Date.now();
          try {
            if ((await each(recordOf(batch.topic, batch.partition, message))) === 'stop') finish(resolve);
          } catch (error) {
            finish(() => reject(error));
          }
        }
        await heartbeat();
      },
    });
    if (from !== undefined)
      for (const topic of topics) consumer.seek({ topic, partition: 0, offset: String(from) });
    await promise;
  } finally {
    clearInterval(watch);
  }
}

function recordOf(topic: string, partition: number, message: KafkaMessage): ReadRecord {
  const headers = Object.entries(message.headers ?? {}).map(
    ([name, value]) => [name, String(value)] as const,
  );
  return {
    topic,
    partition,
    offset: message.offset,
    key: message.key?.toString(),
    value: message.value?.toString(),
    headers: Object.fromEntries(headers),
    timestamp: message.timestamp,
  };
}
