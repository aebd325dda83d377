import type { Consumer } from 'kafkajs';
import type { KafkaClient } from '../client.js';
import { letGo } from '../time-limit.js';
import { failureCode } from '../failure.js';
import { partitionWork, type Each } from './each-batch.js';
import { positions, type Positions } from './positions.js';

export interface LifeOptions {
  readonly groupId: string;
  readonly topics: readonly string[];
  readonly each: Each;
  readonly fromBeginning: boolean;
  readonly partitionsAtOnce: number;
  readonly sessionMs: number;
  readonly commitMs: number;
  readonly stopMs: number;
}

/** One consumer of the library, from its joining to its end. It is never used again after that. */
export interface Life {
  readonly positions: Positions;
  readonly busy: () => number;
  /** Resolves at the first assignment of partitions. */
  readonly joined: Promise<void>;
  /** Aborted, with a code as its reason, when the library has given up. */
  readonly ended: AbortSignal;
  /** Begins nothing more, waits for what is at work, commits it, leaves the group. Never throws. */
  end(): Promise<void>;
}

/** Connects and subscribes; what is wrong with cluster, login or topics is thrown here. */
export async function live(kafka: KafkaClient, options: LifeOptions): Promise<Life> {
  const { groupId, topics, sessionMs } = options;
  const heartbeatMs = Math.floor(sessionMs / 10);
  const consumer = kafka.consumer({
    groupId,
    readUncommitted: false,
    allowAutoTopicCreation: false,
    sessionTimeout: sessionMs,
    heartbeatInterval: heartbeatMs,
    maxWaitTimeInMs: 250, // how long an idle consumer takes to stop
    retry: { initialRetryTime: 50, maxRetryTime: 1000, retries: 5, restartOnFailure: async () => false },
  });
  try {
    await consumer.connect();
    await consumer.subscribe({ topics: [...topics], fromBeginning: options.fromBeginning });
  } catch (error) {
    await letGo(2000, 'disconnect', () => consumer.disconnect());
    throw error;
  }
  return begin(consumer, options, heartbeatMs);
}

function begin(consumer: Consumer, options: LifeOptions, heartbeatMs: number): Life {
  const at = positions();
  const joined = Promise.withResolvers<void>();
  const ended = new AbortController();
  let over = false;
  const { busy, eachBatch } = partitionWork({
    each: options.each,
    heartbeatMs,
    commitMs: options.commitMs,
    over: () => over,
    moved: at.moved,
  });
  consumer.on(consumer.events.GROUP_JOIN, ({ payload }) => {
    at.assigned(payload.memberAssignment);
    joined.resolve();
  });
  // Also of batches that held only control records or aborted ones.
  consumer.on(consumer.events.END_BATCH_PROCESS, ({ payload }) => {
    if (payload.lastOffset !== null)
      at.moved(payload.topic, payload.partition, BigInt(payload.lastOffset) + 1n);
  });
  consumer.on(consumer.events.CRASH, ({ payload }) => ended.abort(failureCode(payload.error)));
  consumer
    .run({
      autoCommit: false,
      eachBatchAutoResolve: false,
      partitionsConsumedConcurrently: options.partitionsAtOnce,
      eachBatch,
    })
    .catch((error: unknown) => ended.abort(failureCode(error)));
  return {
    positions: at,
    busy,
    joined: joined.promise,
    ended: ended.signal,
    end: () => {
      over = true;
      return letGo(options.stopMs, 'leave the group', () => consumer.disconnect());
    },
  };
}
