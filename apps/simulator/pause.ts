import { setTimeout as wait } from 'node:timers/promises';

/** Sleeps, or less if `stop` comes. */
export const pause = (ms: number, stop: AbortSignal): Promise<void> =>
  wait(ms, undefined, { signal: stop }).catch(() => undefined);
