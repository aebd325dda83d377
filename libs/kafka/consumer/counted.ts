import type { Each } from './each-batch.js';

/** `each`, and how many of its calls have not ended. */
export interface Counted {
  readonly each: Each;
  readonly running: () => number;
  /** Resolves when all that run now have ended, well or not. */
  ended(): Promise<void>;
}

export function counted(each: Each): Counted {
  const calls = new Set<Promise<void>>();
  return {
    each: async (message) => {
      const call = each(message);
      calls.add(call);
      try {
        await call;
      } finally {
        calls.delete(call);
      }
    },
    running: () => calls.size,
    ended: async () => void (await Promise.allSettled(calls)),
  };
}
