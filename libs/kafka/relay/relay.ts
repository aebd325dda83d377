import { AssertionError } from 'node:assert';
import { ConfigError } from '#libs/model/errors.js';
import type { KafkaClient } from '../client.js';
import { failureCode } from '../failure.js';
import { cutBatch, LIMITS, type Limits } from './batch.js';
import { beginSession, markerRecord, type Session } from './begin.js';
import { keepHealth, type RelayHealth, type RelayState, type Told } from './health.js';
import { advance, type Marker } from './marker.js';
import type { Lease, Outbox, OutboxEvent } from './outbox.js';
import { alarmClock } from './pause.js';
import { countNotVisible } from './visible.js';

export interface RelayOptions {
  readonly kafka: KafkaClient;
  readonly outbox: Outbox;
  readonly lease: Lease;
  readonly prefix: string;
  /** Default: where the schemas' `$id`s begin. */
  readonly schemaBase?: string;
  /** One line per change of state. */
  readonly log?: (line: string) => void;
  readonly limits?: Limits;
  /** How long to sleep where there is nothing to send and nobody wakes; default 200 ms. */
  readonly pollMs?: number;
  /** How often the lease is asked; default 1 s. */
  readonly leaseMs?: number;
  /** Deadline of each call, below the transaction timeout of 15 s; default 10 s. */
  readonly callMs?: number;
}

export interface Relay {
  /** Resolves when it stopped or refused; rejects on a bug, and then the process must end. */
  readonly done: Promise<void>;
  /** There is something to send, perhaps: look at once. */
  wake(): void;
  /** As `wake`, with what was just committed: sent without asking the database if it comes next. */
  offer(events: readonly OutboxEvent[]): void;
  health(): RelayHealth;
  /** Ends after the transaction that is under way. */
  stop(): Promise<void>;
}

/** Moves the outbox to Kafka, in order, once: each transaction holds events and the marker that speaks of them (I6). */
export function startRelay(options: RelayOptions): Relay {
  const { outbox, lease, prefix, pollMs = 200, leaseMs = 1000, limits = LIMITS } = options;
  const naming = {
    prefix,
    ledgerId: outbox.ledgerId,
    schemaBase: options.schemaBase ?? 'https://lintel.example.org/schemas/',
  };
  const clock = alarmClock();
  const keeper = keepHealth();
  let offered: readonly OutboxEvent[] = [];
  let stopping = false;
  let failures = 0;

  const enter = (state: RelayState, told?: Told): void => {
    const line = keeper.enter(state, told);
    if (line !== undefined) options.log?.(line);
  };

  async function run(): Promise<void> {
    while (!stopping) {
      let session: Session | undefined;
      try {
        if (!(await lease.held())) {
          enter('standby', { oldestUnpublishedAt: undefined });
          await clock.sleep(leaseMs);
          continue;
        }
        enter('starting');
        session = await beginSession(options);
        offered = []; // (5) all that was handed over before is forgotten
        keeper.tell({ last: session.marker.last });
        await send(session); // (6)
      } catch (error) {
        if (error instanceof AssertionError) throw error; // a bug: nothing may be sent over it
        if (error instanceof ConfigError) {
          const { code, message, way } = error;
          return enter('refused', { code, message, way });
        }
        enter('failing', {
          code: failureCode(error),
          message: error instanceof Error ? error.message : undefined,
        });
        await clock.sleep(backoff(failures++), false);
      } finally {
        await session?.end();
      }
    }
    enter('stopped');
  }

  /** Until it shall stop or the lease is lost; every error ends the session. */
  async function send(session: Session): Promise<void> {
    let marker = session.marker;
    let leaseAt = Date.now();
    const visible = countNotVisible(session.admin, prefix, (count) =>
      keeper.tell({ committedNotVisible: count }),
    );
    for (;;) {
      if (stopping) return;
      if (Date.now() - leaseAt > leaseMs) {
        if (!(await lease.held())) return;
        leaseAt = Date.now();
      }
      visible(marker.offsets);
      const events = await nextEvents(marker.last);
      keeper.tell({ oldestUnpublishedAt: events[0]?.at });
      if (events.length === 0) {
        enter('relaying');
        await clock.sleep(pollMs);
        continue;
      }
      marker = await publish(session, marker, events);
      failures = 0;
      keeper.tell({ last: marker.last, oldestUnpublishedAt: undefined });
      enter('relaying');
      await outbox.relayed(marker.last);
    }
  }

  async function nextEvents(last: number): Promise<readonly OutboxEvent[]> {
    const memory = offered;
    offered = [];
    return memory[0]?.number === last + 1 ? memory : outbox.read(last, limits.events);
  }

  async function publish(
    { producer }: Session,
    marker: Marker,
    events: readonly OutboxEvent[],
  ): Promise<Marker> {
    const batch = cutBatch(events, marker.last, marker.offsets, naming, limits);
    let next = marker;
    await producer.transact(batch.messages, (written) => {
      next = { ...marker, last: batch.last, offsets: advance(marker.offsets, written) };
      return markerRecord(next);
    });
    return next;
  }

  const done = run().finally(() => {
    if (!['refused', 'stopped'].includes(keeper.snapshot().state)) enter('stopped', { code: 'bug' });
  });
  return {
    done,
    wake: clock.ring,
    offer: (events) => {
      offered = events;
      clock.ring();
    },
    health: keeper.snapshot,
    stop: async () => {
      stopping = true;
      clock.end();
      await done;
      enter('stopped');
    },
  };
}

/** 50 ms, doubled each time up to 3 s, and a part of it by chance. */
const backoff = (failures: number): number =>
  Math.min(3000, 50 * 2 ** Math.min(failures, 10)) * (0.5 + Math.random() / 2);
