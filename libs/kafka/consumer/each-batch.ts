import type { EachBatchPayload } from 'kafkajs';
import { rawMessage, type RawMessage } from './raw-message.js';

/** Does the work of one message. What it throws leaves the message undone: it comes again, and what follows it waits. */
export type Each = (message: RawMessage) => Promise<void>;

export interface PartitionWork {
  /** How many messages are being worked on now. */
  readonly busy: () => number;
  eachBatch(payload: EachBatchPayload): Promise<void>;
}

export interface WorkOptions {
  readonly each: Each;
  readonly heartbeatMs: number;
  readonly commitMs: number;
  /** True once this consumer was given up: nothing more is begun. */
  readonly over: () => boolean;
  readonly moved: (topic: string, partition: number, next: bigint) => void;
}

/**
 * What kafkajs calls with a batch. One message of a partition at a time, in order; an offset is committed only after the
 * work of its message was done: every `commitMs`, at the end of a batch, and when the group rebalances or the consumer stops.
 */
export function partitionWork(options: WorkOptions): PartitionWork {
  const { each, heartbeatMs, commitMs, over, moved } = options;
  let busy = 0;
  let committedAt = Date.now();
  /** One commit at a time, so that an older one never overwrites a newer. */
  let committing: Promise<void> = Promise.resolve();

  const commit = (payload: EachBatchPayload): Promise<void> => {
    const next = committing.then(async () => {
      committedAt = Date.now();
      await payload.commitOffsetsIfNecessary(payload.uncommittedOffsets());
    });
    committing = next.catch(() => undefined);
    return next;
  };

  /** Runs `each` while heartbeats go on; gives back why the group wants this member to stop, if it does. */
  const beating = async (payload: EachBatchPayload, run: () => Promise<void>): Promise<unknown> => {
    let refused: unknown;
    const timer = setInterval(() => {
      payload.heartbeat().catch((error: unknown) => {
        refused = error;
      });
    }, heartbeatMs);
    busy++;
    try {
      await run();
    } finally {
      busy--;
      clearInterval(timer);
    }
    return refused;
  };

  const eachBatch = async (payload: EachBatchPayload): Promise<void> => {
    const { batch, isRunning, isStale, resolveOffset, heartbeat } = payload;
    let done = false;
    let refused: unknown;
    for (const message of batch.messages) {
      if (over() || !isRunning() || isStale() || refused !== undefined) break;
      try {
        refused = await beating(payload, () => each(rawMessage(batch.topic, batch.partition, message)));
      } catch (error) {
        if (done) await commit(payload).catch(() => undefined);
        throw error;
      }
      resolveOffset(message.offset);
      done = true;
      moved(batch.topic, batch.partition, BigInt(message.offset) + 1n);
      if (Date.now() - committedAt >= commitMs) await commit(payload);
      await heartbeat().catch((error: unknown) => {
        refused = error;
      });
    }
    // Also while the group rebalances: until all have joined again, Kafka takes the commits of the old generation.
    if (done) await commit(payload).catch((error: unknown) => (refused ??= error));
    if (refused !== undefined) throw refused;
  };
  return { busy: () => busy, eachBatch };
}
