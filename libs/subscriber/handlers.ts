import type { MessageHandler } from '@nestjs/microservices';
import { isObservable, lastValueFrom } from 'rxjs';
import type { ChangeEvent } from './change-event.js';
import type { Handle } from './deliver.js';
import { matchesPattern, parsePattern, type ParsedPattern } from './pattern.js';
import { SubscriberContext } from './subscriber.context.js';

/** One method of one controller, with all its patterns. */
interface Handler {
  readonly patterns: Map<string, ParsedPattern>;
  /** What Nest made of the decorator. It is the same object for all patterns of a method. */
  readonly extras: object;
  readonly callback: MessageHandler;
}

/** The handlers of one app. */
export interface Handlers {
  /** Registers a method for one pattern. Nest calls it at the start, for the patterns of a method in a row. Throws ConfigError `subscriber-pattern`. */
  add(pattern: string, extras: object, callback: MessageHandler): void;
  readonly patterns: () => readonly ParsedPattern[];
  /** The handlers that an event is for, in the order of their registration. */
  readonly of: (event: ChangeEvent) => readonly Handle[];
}

/**
 * Makes the collection of an app's handlers, empty. Nest registers a method once for each of its patterns. Here the method is one handler, which
 * is called once for an event, however many of its patterns match. Where two controllers inherit the same method a pattern comes twice, and each
 * controller has a handler.
 */
export function makeHandlers(): Handlers {
  const all: Handler[] = [];
  return {
    add: (pattern, extras, callback) => {
      const parsed = parsePattern(pattern);
      const newest = all.at(-1);
      if (newest !== undefined && newest.extras === extras && !newest.patterns.has(pattern))
        newest.patterns.set(pattern, parsed);
      else all.push({ patterns: new Map([[pattern, parsed]]), extras, callback });
    },
    patterns: () => all.flatMap(({ patterns }) => [...patterns.values()]),
    of: (event) =>
      all.flatMap(({ patterns, callback }) => {
        const matched = [...patterns].find(([, pattern]) => matchesPattern(pattern, event));
        return matched === undefined ? [] : [handleWith(callback, matched[0])];
      }),
  };
}

const handleWith =
  (callback: MessageHandler, pattern: string): Handle =>
  async (event, message, attempt) => {
    const answer: unknown = await callback(event, new SubscriberContext([message, attempt, pattern]));
    if (isObservable(answer)) await lastValueFrom(answer, { defaultValue: undefined });
  };
