import { setTimeout as sleep } from 'node:timers/promises';
import { inspect } from 'node:util';

export interface Patience {
  /** Default 240 s, less than Jest gives a test: a machine may be twenty times slower than this one. */
  readonly withinMs?: number;
  /** Between two looks; default 20 ms. */
  readonly everyMs?: number;
}

/**
 * Looks again and again until what it sees is as awaited, and gives that: by `isSo`, or without it when it is neither `undefined` nor
 * `false`. The one way in which tests wait. When it does not come in time, throws `what`, and what was seen last. What `look` throws
 * ends it at once.
 */
export async function until<Seen>(
  what: string,
  look: () => Seen | Promise<Seen>,
): Promise<Exclude<Seen, undefined | false>>;
export async function until<Seen, Such extends Seen>(
  what: string,
  look: () => Seen | Promise<Seen>,
  isSo: (seen: Seen) => seen is Such,
  patience?: Patience,
): Promise<Such>;
export async function until<Seen>(
  what: string,
  look: () => Seen | Promise<Seen>,
  isSo: (seen: Seen) => boolean,
  patience?: Patience,
): Promise<Seen>;
export async function until<Seen>(
  what: string,
  look: () => Seen | Promise<Seen>,
  isSo: (seen: Seen) => boolean = isSomething,
  { withinMs = 240_000, everyMs = 20 }: Patience = {},
): Promise<Seen> {
  const timer = new AbortController();
  const late = sleep(withinMs, LATE, { signal: timer.signal }).catch(() => LATE);
  let last = 'nothing, the look itself did not end';
  try {
    for (;;) {
      const seen = await Promise.race([look(), late]);
      if (seen === LATE) break;
      if (isSo(seen as Seen)) return seen as Seen;
      last = inspect(seen, { depth: 5, breakLength: 110, maxStringLength: 500 }).slice(0, 2_000);
      if ((await Promise.race([sleep(everyMs), late])) === LATE) break;
    }
  } finally {
    timer.abort();
  }
  throw new Error(`Not so within ${withinMs} ms: ${what}. Seen last: ${last}`);
}

const LATE = Symbol('late');
const isSomething = (seen: unknown): boolean => seen !== undefined && seen !== false;
