import type { MessageHandler } from '@nestjs/microservices';
import { isObservable, lastValueFrom } from 'rxjs';
import type { ChangeEvent } from './change-event.js';
import type { Handle } from './deliver.js';
import { matches, parsePattern, type ParsedPattern } from './pattern.js';
import { SubscriberContext } from './subscriber.context.js';

/** One method of one controller, with all its patterns. */
interface Handler {
  readonly patterns: Map<string, ParsedPattern>;
  /** What Nest made of the decorator: the same object for all patterns of a method. */
  readonly mark: object;
  readonly call: MessageHandler;
}

export interface Handlers {
  /** ConfigError `subscriber-pattern`. */
  add(pattern: string, mark: object, call: MessageHandler): void;
  readonly patterns: () => readonly ParsedPattern[];
  readonly of: (event: ChangeEvent) => readonly Handle[];
}

/**
 * The handlers of an app. Nest registers a method once for each of its patterns; here it is one handler that is called once for
 * an event, however many of its patterns match. Two controllers may inherit the same method: then a pattern comes twice.
 */
export function handlers(): Handlers {
  const all: Handler[] = [];
  return {
    add: (pattern, mark, call) => {
      const parsed = parsePattern(pattern);
      const last = all.at(-1);
      if (last !== undefined && last.mark === mark && !last.patterns.has(pattern))
        last.patterns.set(pattern, parsed);
      else all.push({ patterns: new Map([[pattern, parsed]]), mark, call });
    },
    patterns: () => all.flatMap(({ patterns }) => [...patterns.values()]),
    of: (event) =>
      all.flatMap(({ patterns, call }) => {
        const matched = [...patterns].find(([, pattern]) => matches(pattern, event));
        return matched === undefined ? [] : [handle(call, matched[0])];
      }),
  };
}

const handle =
  (call: MessageHandler, pattern: string): Handle =>
  async (event, message, attempt) => {
    const answer: unknown = await call(event, new SubscriberContext([message, attempt, pattern]));
    if (isObservable(answer)) await lastValueFrom(answer, { defaultValue: undefined });
  };
