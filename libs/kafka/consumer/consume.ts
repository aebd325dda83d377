import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { TransientError } from '#libs/model/errors.js';
import { retryDelay } from '#libs/model/retry-delay.js';
import type { KafkaClient } from '../client.js';
import { within } from '../time-limit.js';
import { failureCode } from '../failure.js';
import { counted } from './counted.js';
import type { Each } from './each-batch.js';
import { live } from './life.js';
import { watch } from './watch.js';

export interface ConsumeOptions {
  readonly groupId: string;
  readonly topics: readonly string[];
  readonly each: Each;
  /** Where a group begins that never committed. Default true. */
  readonly fromBeginning?: boolean;
  /** Partitions worked on at the same time; within one it is always one message at a time. Default 3. */
  readonly partitionsAtOnce?: number;
  /** A member that is silent for so long loses its partitions. Default 30 s. */
  readonly sessionMs?: number;
  /** Longest time between the end of a message's work and its commit. Default 1 s. */
  readonly commitMs?: number;
  /** Nothing at work, records to read, and no movement from one look to another so much later: the consumer is made anew. Default 60 s. */
  readonly stallMs?: number;
  /** How long a stop waits for what is at work. Default 30 s. */
  readonly stopMs?: number;
  /** Stops it, also while it joins. */
  readonly signal?: AbortSignal;
  /** Told with the code of each failure after which the consumer is made anew; `undefined`: it is well again. */
  readonly say?: (code: string | undefined) => void;
  /** Told when a new consumer has to wait for what is still at work of the one before. */
  readonly waits?: () => void;
}

export interface Consuming {
  health(): ConsumeHealth;
  /** Waits for what is at work, commits it and leaves the group. */
  stop(): Promise<void>;
}

export interface ConsumeHealth {
  readonly state: 'joining' | 'consuming' | 'failing' | 'stopped';
  /** How often the consumer was made anew after a stall or a crash. */
  readonly restarts: number;
  /** Why it was made anew last. */
  readonly code: string | undefined;
}

/**
 * Consumes as a member of `groupId`, `read_committed`, each message at least once and in the order of its partition. Resolves
 * when the group has taken it in; TransientError `kafka-group-not-joined` after a minute, or at once where it is not allowed.
 * Afterwards it mends itself: kafkajs 2.2.4 may give up, or stand still while its heartbeats look well, so its consumer is watched and thrown away.
 * What is still at work then is waited for without end, so that this member never works on a message twice at once.
 */
export async function consume(kafka: KafkaClient, options: ConsumeOptions): Promise<Consuming> {
  const { groupId, topics, fromBeginning = true, stallMs = 60_000, stopMs = 30_000, say } = options;
  const { each, running, ended } = counted(options.each);
  const stopping = new AbortController();
  const signal = AbortSignal.any([stopping.signal, ...(options.signal ? [options.signal] : [])]);
  const joined = Promise.withResolvers<void>();
  joined.promise.catch(() => undefined); // it may come while the start is still under way
  let health: ConsumeHealth = { state: 'joining', restarts: 0, code: undefined };

  const well = (): void => {
    if (health.state === 'failing') say?.(undefined);
    health = { ...health, state: 'consuming' };
    joined.resolve();
  };
  const failed = (code: string): void => {
    health = { state: 'failing', restarts: health.restarts + 1, code };
    say?.(code);
    if (NOT_ALLOWED.test(code)) joined.reject(notJoined(code));
  };
  /** From start to end; gives back why it ended. */
  const oneLife = async (): Promise<string | undefined> => {
    const life = await live(kafka, {
      groupId,
      topics,
      each,
      fromBeginning,
      stopMs,
      partitionsAtOnce: options.partitionsAtOnce ?? 3,
      sessionMs: options.sessionMs ?? 30_000,
      commitMs: options.commitMs ?? 1000,
    });
    void life.joined.then(well);
    try {
      return await watch(kafka, life, { groupId, fromBeginning, stallMs, signal });
    } finally {
      await life.end();
    }
  };
  const run = async (): Promise<void> => {
    for (let failures = 1; ; failures += 1) {
      const began = Date.now();
      const why = await oneLife().catch(failureCode);
      if (signal.aborted) return;
      failed(why ?? 'kafka-failure');
      if (running() > 0) {
        options.waits?.();
        await Promise.race([ended(), aborted(signal)]); // the life before begins nothing more
      }
      if (Date.now() - began > LONG_LIFE_MS) failures = 1;
      await sleep(retryDelay(failures, PAUSES), undefined, { signal }).catch(() => undefined);
      if (signal.aborted) return;
    }
  };

  const over = run().finally(() => joined.reject(notJoined('stopped'))); // no matter once it has joined
  const stop = async (): Promise<void> => {
    stopping.abort();
    await over;
    health = { ...health, state: 'stopped' };
  };
  try {
    await within(JOIN_MS, 'join the group', () => joined.promise);
  } catch {
    const code = health.code ?? 'kafka-deadline';
    await stop();
    throw notJoined(code);
  }
  return { health: () => health, stop };
}

const PAUSES = { firstMs: 500, longestMs: 15_000 };
/** A consumer that lived so long was well: its failure is the first of a row. */
const LONG_LIFE_MS = 60_000;
/** Longer than the session of a member that died before, for which the group waits. */
const JOIN_MS = 60_000;
const NOT_ALLOWED = /authorization-failed$|authentication/;

const aborted = async (signal: AbortSignal): Promise<void> => {
  if (!signal.aborted) await once(signal, 'abort');
};

const notJoined = (code: string): TransientError =>
  new TransientError('kafka-group-not-joined', `The consumer could not join its group (${code})`);
