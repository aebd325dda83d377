import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';
import type { SourceDriver } from './driver.js';

/** Only what never comes takes so long: a machine under load is not to blame. */
const PATIENCE_MS = 60_000;

type Patient = Pick<SourceDriver, 'patienceMs'>;

export type SoonResult<T> =
  | { readonly state: 'done'; readonly value: T }
  | { readonly state: 'failed'; readonly error: unknown }
  | { readonly state: 'late' };

/** What became of a promise that should settle soon. */
export async function soon<T>(
  { patienceMs = PATIENCE_MS }: Patient,
  promise: Promise<T>,
): Promise<SoonResult<T>> {
  const settled = promise.then(
    (value): SoonResult<T> => ({ state: 'done', value }),
    (error: unknown): SoonResult<T> => ({ state: 'failed', error }),
  );
  const patience = new AbortController();
  const late = sleep(patienceMs, { state: 'late' } as const, { signal: patience.signal });
  late.catch(() => undefined);
  try {
    return await Promise.race([settled, late]);
  } finally {
    patience.abort();
  }
}

/** True once it holds, within the same patience: a socket is closed a moment after its owner let it go. */
export async function becomes(
  { patienceMs = PATIENCE_MS }: Patient,
  condition: () => Promise<boolean>,
): Promise<boolean> {
  for (const until = performance.now() + patienceMs; performance.now() < until; await sleep(5)) {
    if (await condition()) return true;
  }
  return await condition();
}

/** Lets everything else have so many turns. */
export async function afterTurns(turns: number): Promise<void> {
  for (let turn = 0; turn < turns; turn += 1) await nextTurn();
}

/** How many turns a piece of work takes. */
export async function turnsOf(work: () => Promise<unknown>): Promise<number> {
  let isDone = false;
  const working = work().finally(() => (isDone = true));
  let turns = 0;
  for (; !isDone; turns += 1) await nextTurn();
  await working;
  return turns;
}

/** So many numbers from 1 to `most`: scattered, and the same in every run (mulberry32). */
export function scattered(count: number, most: number): readonly number[] {
  let state = 7;
  return Array.from({ length: count }, () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return 1 + Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * most);
  });
}
