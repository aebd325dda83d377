import { AssertionError } from 'node:assert';
import { Bug, ConfigError } from '#libs/model/errors.js';
import type { Outbox, OutboxEvent } from '#libs/model/outbox.js';
import { retryDelay } from '#libs/model/retry-delay.js';
import type { KafkaClient } from '../client.js';
import { failureCode, failureMessage } from '../failure.js';
import { beginSession, type Session } from './begin.js';
import { markerRecord } from './fenced-marker.js';
import { keepHealth, type RelayChange, type RelayHealth, type RelayNews, type RelayState } from './health.js';
import { advanceOffsets, proofOf, type Marker } from './marker.js';
import { wakeableSleep } from './wakeable-sleep.js';
import { cutTransaction, TRANSACTION_LIMITS, type TransactionLimits } from './transaction-content.js';
import { countNotVisible } from './visible.js';

export interface RelayOptions {
  readonly kafka: KafkaClient;
  readonly outbox: Outbox;
  /**
   * Takes or renews the right to relay this ledger; false: another process has it. Asked before each session and every `leaseMs` of it.
   * It saves work and decides nothing: two that both hold it do no harm, for Kafka fences the older.
   */
  readonly holdLease: () => Promise<boolean>;
  readonly prefix: string;
  /** Default: where the schemas' `$id`s begin. */
  readonly schemaBase?: string;
  /** Told each change of state once; never throws. */
  readonly onChange?: (change: RelayChange) => void;
  readonly limits?: TransactionLimits;
  /** How long to sleep where there is nothing to send and nobody wakes; default 200 ms. */
  readonly pollMs?: number;
  /** Default 1 s. */
  readonly leaseMs?: number;
  /** How long after a refusal it looks whether somebody has mended it; default 30 s. */
  readonly refusedMs?: number;
  /** Deadline of each call to Kafka, below the transaction timeout of 15 s; default 10 s. */
  readonly callMs?: number;
}

export interface Relay {
  /** Resolves when it was stopped; rejects on a bug, and then the process must end. */
  readonly done: Promise<void>;
  /** Something was committed: look at once. Any number of callers, at any time; never throws. */
  wake(): void;
  health(): RelayHealth;
  /** Resolves after the transaction that is under way. What it moved is in Kafka; what it did not, the next relay moves. */
  stop(): Promise<void>;
}

const PAUSES = { firstMs: 50, longestMs: 3_000 };

/**
 * Moves the outbox to Kafka, in order, once (I6). Each Kafka transaction holds events and the marker that says how far they go, so
 * whoever reads the marker back knows what subscribers have. Returns at once and works until it is stopped or meets a bug.
 * After any error the session is thrown away, and the next begins by reading Kafka: what this process remembers of it is not used.
 */
export function startRelay(options: RelayOptions): Relay {
  const {
    outbox,
    holdLease,
    prefix,
    pollMs = 200,
    leaseMs = 1000,
    refusedMs = 30_000,
    limits = TRANSACTION_LIMITS,
  } = options;
  const naming = {
    prefix,
    ledgerId: outbox.ledgerId,
    schemaBase: options.schemaBase ?? 'https://lintel.example.org/schemas/',
  };
  const pause = wakeableSleep();
  const keeper = keepHealth();
  let stopping = false;
  let failures = 0;

  const enter = (state: RelayState, news?: RelayNews): void => {
    const change = keeper.enter(state, news);
    if (change) options.onChange?.(change);
  };

  async function run(): Promise<void> {
    while (!stopping) {
      let session: Session | undefined;
      try {
        if (!(await holdLease())) {
          enter('standby', { oldestUnpublishedAt: undefined });
          await pause.sleep(leaseMs);
          continue;
        }
        enter('starting');
        session = await beginSession(options);
        keeper.tell({ last: session.marker.last });
        await relayWhileHeld(session);
      } catch (error) {
        // A bug: nothing may be sent over it. A TypeError may be kafkajs's own, when a broker goes away.
        if (error instanceof AssertionError || error instanceof Bug) throw error;
        if (error instanceof ConfigError) {
          const { code, message, way } = error;
          enter('refused', { code, message, way });
          await pause.sleep(refusedMs, false);
          continue;
        }
        failures += 1;
        enter('failing', { code: failureCode(error), message: failureMessage(error) });
        await pause.sleep(retryDelay(failures, PAUSES, Math.random), false);
      } finally {
        await session?.end();
      }
    }
    enter('stopped');
  }

  /** Until it shall stop or the lease is lost; every error ends the session. */
  async function relayWhileHeld(session: Session): Promise<void> {
    let marker = session.marker;
    let leaseAt = Date.now();
    const lookAtVisible = countNotVisible(session.admin, prefix, (count) =>
      keeper.tell({ committedNotVisible: count }),
    );
    while (!stopping) {
      if (Date.now() - leaseAt > leaseMs) {
        if (!(await holdLease())) return;
        leaseAt = Date.now();
      }
      lookAtVisible(marker.offsets);
      const events = await outbox.read(marker.last, limits.events);
      keeper.tell({ oldestUnpublishedAt: events[0]?.at });
      if (events.length === 0) {
        enter('relaying');
        await pause.sleep(pollMs);
        continue;
      }
      marker = await publish(session, marker, events);
      failures = 0;
      keeper.tell({ last: marker.last, oldestUnpublishedAt: undefined });
      enter('relaying');
      await outbox.relayed(marker.last);
    }
  }

  /** One transaction: as many of the events as fit, and the marker after them. Gives that marker once Kafka has committed it. */
  async function publish(
    { producer }: Session,
    marker: Marker,
    events: readonly OutboxEvent[],
  ): Promise<Marker> {
    const content = cutTransaction(events, marker.last, marker.offsets, naming, limits);
    const newest = events[content.messages.length - 1];
    let next = marker;
    await producer.transact(content.messages, (written) => {
      next = {
        ...marker,
        last: content.last,
        offsets: advanceOffsets(marker.offsets, written),
        ...(newest && { proof: proofOf(newest) }),
      };
      return markerRecord(next);
    });
    return next;
  }

  const done = run().finally(() => {
    if (keeper.snapshot().state !== 'stopped') enter('stopped', { code: 'bug' });
  });
  return {
    done,
    wake: pause.wake,
    health: keeper.snapshot,
    stop: async () => {
      stopping = true;
      pause.end();
      await done;
      enter('stopped');
    },
  };
}
