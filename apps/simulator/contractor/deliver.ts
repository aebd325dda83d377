import type { AxiosInstance } from 'axios';
import type { Pool } from 'pg';
import { pause } from '../pause.js';
import type { Report } from '../report.js';
import { dueDeliveries, markSent, type OpenDelivery } from './outbox.js';
import { CONCURRENCY, openHttp, post, type Target } from './post.js';

const BATCH = 240;
const IDLE_MS = 100;
const FIRST_RETRY_MS = 250;
const LAST_RETRY_MS = 8_000;

interface Waiting {
  readonly tries: number;
  readonly until: number;
}

/**
 * Posts what is due until `stop`, 24 at a time, in no strict order. What is not taken is tried again with growing
 * pauses, for ever. A delivery is marked only after the answer, so a crash repeats some of them: senders do that.
 */
export async function deliver(db: Pool, target: Target, stop: AbortSignal, report: Report): Promise<void> {
  const http = openHttp();
  const waiting = new Map<string, Waiting>();
  let failing = false;
  while (!stop.aborted) {
    const asleep = [...waiting].filter(([, { until }]) => until > Date.now()).map(([sid]) => sid);
    const batch = asleep.length > 2 * BATCH ? [] : await dueDeliveries(db, BATCH, asleep);
    if (batch.length === 0) {
      await pause(IDLE_MS, stop);
      continue;
    }
    const { taken, refused } = await postAll(http, target, batch, stop);
    await markSent(db, taken);
    for (const sid of taken) waiting.delete(sid);
    for (const { sid } of refused) waiting.set(sid, later(waiting.get(sid)));
    if (failing !== refused.length > 0) {
      failing = refused.length > 0;
      report(
        failing
          ? { simulator: 'refused', channel: refused[0]?.channel, status: refused[0]?.status }
          : { simulator: 'taken-again' },
      );
    }
  }
}

const later = (before: Waiting | undefined): Waiting => {
  const tries = (before?.tries ?? 0) + 1;
  return { tries, until: Date.now() + Math.min(LAST_RETRY_MS, FIRST_RETRY_MS * 2 ** (tries - 1)) };
};

interface Refused {
  readonly sid: string;
  readonly channel: string;
  readonly status: number;
}

async function postAll(
  http: AxiosInstance,
  target: Target,
  batch: readonly OpenDelivery[],
  stop: AbortSignal,
): Promise<{ readonly taken: readonly string[]; readonly refused: readonly Refused[] }> {
  const taken: string[] = [];
  const refused: Refused[] = [];
  const queue = [...batch];
  const worker = async (): Promise<void> => {
    for (let next = queue.shift(); next !== undefined && !stop.aborted; next = queue.shift()) {
      const { sid, channel } = next;
      const answer = await post(http, target, next);
      if (answer.taken) taken.push(sid);
      else refused.push({ sid, channel, status: answer.status });
    }
  };
  await Promise.all(Array.from({ length: CONCURRENCY }, worker));
  return { taken, refused };
}
