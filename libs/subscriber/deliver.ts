import { setTimeout as sleep } from 'node:timers/promises';
import { RecordError } from '#libs/model/errors.js';
import { retryDelay, type RetryPauses } from '#libs/model/retry-delay.js';
import type { RawMessage } from '#libs/kafka/consumer/raw-message.js';
import type { ChangeEvent, SubscribedKind } from './change-event.js';
import type { OnDeadLetter } from './dead-letter.js';
import { errorCode } from './error-code.js';
import { readEvent } from './read-event.js';
import { seenVersions } from './seen-versions.js';

/** Does a handler's work; resolves when it is done. `attempt` counts from 1. */
export type Handle = (event: ChangeEvent, message: RawMessage, attempt: number) => Promise<void>;

/** Pauses double with each attempt, from `firstMs` before the second to at most `longestMs`. */
export interface Retry extends RetryPauses {
  /** How often a handler is called before its message is a dead letter. */
  readonly attempts: number;
}

export interface DeliverOptions {
  /** What a topic holds; `undefined`: not one that was asked for. */
  readonly kindOf: (topic: string) => SubscribedKind | undefined;
  /** The handlers that an event is for, in the order in which they are called. */
  readonly handlersOf: (event: ChangeEvent) => readonly Handle[];
  readonly onDeadLetter: OnDeadLetter;
  readonly retry: Retry;
  /** How many entities of a partition are remembered. */
  readonly remember: number;
  /** Ends waiting: the message is left undone and comes again. */
  readonly signal: AbortSignal;
  readonly count: (what: DeliveryOutcome, code?: string) => void;
}

export type DeliveryOutcome =
  | 'handled'
  | 'not-asked-for'
  | 'repeat'
  | 'retried'
  | 'dead-letter'
  | 'dead-letter-refused';

interface Failed {
  readonly code: string;
  readonly attempts: number;
}

/**
 * One message after the other to its handlers. Resolves when each of them has done its work or the message is a dead letter:
 * only then may its offset be committed. A handler that has succeeded is not called again because another failed.
 */
export function deliver(options: DeliverOptions): (message: RawMessage) => Promise<void> {
  const { kindOf, handlersOf, onDeadLetter, retry, signal, count } = options;
  const seen = seenVersions(options.remember);

  const pause = (attempt: number): Promise<void> => sleep(retryDelay(attempt, retry), undefined, { signal });

  const bury = async (message: RawMessage, { code, attempts }: Failed): Promise<void> => {
    for (let turn = 1; ; turn++) {
      try {
        await onDeadLetter({ message, code, attempts });
        return count('dead-letter', code);
      } catch (error) {
        count('dead-letter-refused', errorCode(error));
        await pause(turn);
      }
    }
  };

  /** `undefined`, or why and at which attempt it was given up. */
  const run = async (
    handle: Handle,
    event: ChangeEvent,
    message: RawMessage,
  ): Promise<Failed | undefined> => {
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
      return bury(message, { code: errorCode(error), attempts: 0 });
    }
    if (seen.isRepeat(message, event.key, event.version)) return count('repeat');
    const handlers = handlersOf(event);
    let failed: Failed | undefined;
    for (const handle of handlers) failed = (await run(handle, event, message)) ?? failed;
    if (failed !== undefined) await bury(message, failed);
    else count(handlers.length === 0 ? 'not-asked-for' : 'handled');
    seen.done(message, event.key, event.version);
  };
}
