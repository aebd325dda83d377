import { setImmediate as turn } from 'node:timers/promises';
import type { MonotonicClock } from '../monotonic-clock.js';

export interface HandClock extends MonotonicClock {
  /** Lets time pass: what is due is done at its moment, in order, and what follows from it gets its turn before the next. */
  readonly pass: (milliseconds: number) => Promise<void>;
  /** How much is still to be done. */
  readonly waiting: () => number;
}

/** Time moves only by hand. */
export function handClock(): HandClock {
  let now = 0;
  const due = new Set<{ readonly at: number; readonly work: () => void }>();
  return {
    elapsed: () => now,
    after: (milliseconds, work) => {
      const entry = { at: now + milliseconds, work };
      due.add(entry);
      return () => void due.delete(entry);
    },
    waiting: () => due.size,
    pass: async (milliseconds) => {
      const end = now + milliseconds;
      await turn();
      for (;;) {
        const [next] = [...due].filter((it) => it.at <= end).sort((a, b) => a.at - b.at);
        if (!next) break;
        now = Math.max(now, next.at);
        due.delete(next);
        next.work();
        await turn();
      }
      now = end;
    },
  };
}
