import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { setTimeout as wait } from 'node:timers/promises';
import type { LedgerPort } from '#libs/model/ledger-port.js';
import type { CommitNews, Runtime } from '#libs/pipeline/runtime.js';

/** The real world, as the pipeline sees it. */
export function realRuntime(
  ledger: LedgerPort,
  onCommitted: (news: CommitNews) => void,
  log: Runtime['log'],
): Runtime {
  return {
    ledger,
    holder: `${hostname()}:${process.pid}:${randomUUID().slice(0, 8)}`,
    now: () => new Date(),
    random: Math.random,
    newId: randomUUID,
    onCommitted,
    log,
    sleep: async (milliseconds, signal) => {
      try {
        await wait(milliseconds, undefined, { signal });
      } catch (error) {
        if (!signal.aborted) throw error;
      }
    },
  };
}
