import { setTimeout as sleep } from 'node:timers/promises';
import { RecordError } from '#libs/model/errors.js';
import { retryDelay, type RetryPauses } from '#libs/model/retry-delay.js';
import type { RawMessage } from '#libs/kafka/consumer/raw-message.js';
import type { ChangeEvent, SubscribedKind } from './change-event.js';
import type { OnDeadLetter } from './dead-letter.js';
import { errorCode } from './error-code.js';
import { readEvent } from './read-event.js';
import { seenVersions } from './seen-versions.js';

/**
 * Does the work of one handler for one event. `attempt` counts from 1.
 *
 * - Its work must be done when it resolves: the offset of the message is committed after that, so what is still under way is lost in a crash.
 * - It is called at least once for each event, and with the versions of an entity in order. The same event may come again after a
 *   crash, and in another process while a slow call still runs here.
 * - Within a process it is called for one message of a partition at a time, and for several partitions at once.
 * - When it throws, it is called again after a pause, up to `Retry.attempts` times. Then the message is a dead letter, and later versions of the
 *   same entity go on. A RecordError makes it a dead letter at once.
 * - It has no time limit. While it runs, its partition waits.
 */
export type Handle = (event: ChangeEvent, message: RawMessage, attempt: number) => Promise<void>;

/** How a handler that throws is tried again. The pause doubles with each attempt, from `firstMs` before the second to at most `longestMs`. */
export interface Retry extends RetryPauses {
  /** How often a handler is called before its message is a dead letter. */
  readonly attempts: number;
}

/** What `deliver` needs to know of its subscriber. */
export interface DeliverOptions {
  /** What a topic holds. Undefined: nobody asked for this topic, so its messages are dead letters. */
  readonly kindOf: (topic: string) => SubscribedKind | undefined;
  /** The handlers that an event is for, in the order in which they are called. */
  readonly handlersOf: (event: ChangeEvent) => readonly Handle[];
  readonly onDeadLetter: OnDeadLetter;
  readonly retry: Retry;
  /** How many entities of a partition are remembered, to drop repeats. */
  readonly remember: number;
  /** Aborted at a stop: it ends the pauses between attempts, and interrupts no handler. */
  readonly signal: AbortSignal;
  /** Told of everything that happens to a message; `code` is that of an error. */
  readonly count: (what: DeliveryOutcome, code?: string) => void;
}

/**
 * What can happen to a message. `retried` and `dead-letter-refused` count attempts that failed and are made again; every message ends as
 * one of the other four. `not-asked-for`: no handler's pattern matches the event.
 */
export type DeliveryOutcome =
  | 'handled'
  | 'not-asked-for'
  | 'repeat'
  | 'retried'
  | 'dead-letter'
  | 'dead-letter-refused';

/** Why a handler was given up, and after how many calls. */
interface GivenUp {
  readonly code: string;
  readonly attempts: number;
}

/**
 * Makes the function that takes the messages of a consumer to their handlers. The consumer calls it with one message of a partition after
 * the other, and for several partitions at once.
 *
 * - It resolves once every handler has done its work, or `onDeadLetter` has taken the message. Only then may the offset be committed.
 * - The handlers of a message are called one after the other. One that has succeeded is not called again because another failed.
 * - It drops an event whose version is not newer than the last one of its entity that it has finished: a repeat.
 * - It rejects only when `signal` aborts during a pause. The message is then left undone and comes again.
 */
export function deliver(options: DeliverOptions): (message: RawMessage) => Promise<void> {
  const { kindOf, handlersOf, onDeadLetter, retry, signal, count } = options;
  const seen = seenVersions(options.remember);

  const pause = (attempt: number): Promise<void> => sleep(retryDelay(attempt, retry), undefined, { signal });

  const setAside = async (message: RawMessage, { code, attempts }: GivenUp): Promise<void> => {
    for (let attempt = 1; ; attempt++) {
      try {
        await onDeadLetter({ message, code, attempts });
        return count('dead-letter', code);
      } catch (error) {
        count('dead-letter-refused', errorCode(error));
        await pause(attempt);
      }
    }
  };

  /** Calls one handler until it succeeds or is given up; undefined where it succeeded. */
  const runHandler = async (
    handle: Handle,
    event: ChangeEvent,
    message: RawMessage,
  ): Promise<GivenUp | undefined> => {
    for (let attempt = 1; ; attempt++) {
      try {
        await handle(event, message, attempt);
        return undefined;
      } catch (error) {
        const code = errorCode(error);
        if (attempt >= retry.attempts || error instanceof RecordError) return { code, attempts: attempt };
        count('retried', code);
        await pause(attempt);
      }
    }
  };

  return async (message) => {
    let event: ChangeEvent;
    try {
      const kind = kindOf(message.topic);
      if (kind === undefined) throw new RecordError('event-unreadable', 'a topic that was not asked for');
      event = readEvent(kind, message);
    } catch (error) {
      return setAside(message, { code: errorCode(error), attempts: 0 });
    }
    if (seen.isRepeat(message, event.key, event.version)) return count('repeat');
    const handlers = handlersOf(event);
    let givenUp: GivenUp | undefined;
    for (const handle of handlers) givenUp = (await runHandler(handle, event, message)) ?? givenUp;
    if (givenUp !== undefined) await setAside(message, givenUp);
    else count(handlers.length === 0 ? 'not-asked-for' : 'handled');
    seen.done(message, event.key, event.version);
  };
}
