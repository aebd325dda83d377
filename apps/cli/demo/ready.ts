import { setTimeout as sleep } from 'node:timers/promises';
import { ConfigError, TransientError } from '#libs/model/errors.js';
import { Ledger } from '#libs/ledger/database/ledger.js';
import type { DemoState } from '../connection.js';
import type { Child } from './children.js';

/** A program of the demo that ended by itself; what it said is in its log. */
const gone = (name: string, code: number): TransientError =>
  new TransientError('demo-part-ended', `The ${name} ended with code ${code}; see .lintel/logs/${name}.log.`);

/** Waits for one thing. Throws where a program that it depends on ends with a failure first; returns early when asked to stop. */
export async function untilOrEnded<Result>(
  done: Promise<Result>,
  child: Child,
  name: 'simulator' | 'connector',
  stop: AbortSignal,
): Promise<Result | undefined> {
  const failed = child.ended.then((code) => {
    if (!stop.aborted && code !== 0) throw gone(name, code);
    return undefined;
  });
  const stopped = new Promise<undefined>((resolve) =>
    stop.addEventListener('abort', () => resolve(undefined), { once: true }),
  );
  return Promise.race([done, failed, stopped]);
}

/** The ledger, once the connector app has founded it. */
export async function openLedger(state: DemoState, stop: AbortSignal): Promise<Ledger> {
  for (;;) {
    try {
      return await Ledger.attach({ url: state.databaseUrl, applicationName: 'lintel demo', poolSize: 2 });
    } catch (error) {
      if (!(error instanceof ConfigError && error.code === 'no-ledger') || stop.aborted) throw error;
      await sleep(200);
    }
  }
}

export async function untilReady(httpPort: number, stop: AbortSignal): Promise<void> {
  while (!stop.aborted) {
    const answer = await fetch(`http://127.0.0.1:${httpPort}/readyz`).catch(() => undefined);
    if (answer?.ok) return;
    await sleep(200);
  }
}
