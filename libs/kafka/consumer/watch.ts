import { setTimeout as sleep } from 'node:timers/promises';
import type { KafkaClient } from '../client.js';
import { letGo, within } from '../time-limit.js';
import type { Life } from './life.js';

export interface WatchOptions {
  readonly groupId: string;
  readonly fromBeginning: boolean;
  readonly stallMs: number;
  readonly signal: AbortSignal;
}

/** Why a consumer has to be made anew: the code of its crash, or `kafka-consumer-stalled`. `undefined`: it is to be stopped. */
export async function watch(
  kafka: KafkaClient,
  life: Life,
  options: WatchOptions,
): Promise<string | undefined> {
  const { groupId, fromBeginning, stallMs, signal } = options;
  const admin = kafka.admin({ retry: { retries: 1 } });
  const over = AbortSignal.any([signal, life.ended]);
  const look = async (): Promise<readonly string[]> => {
    await admin.connect();
    return life.positions.stalled(admin, groupId, fromBeginning, stallMs);
  };
  try {
    for (;;) {
      await sleep(Math.min(stallMs / 3, 15_000), undefined, { signal: over }).catch(() => undefined);
      if (life.ended.aborted) return String(life.ended.reason);
      if (signal.aborted) return undefined;
      if (life.busy() > 0) {
        life.positions.working(); // a handler takes its time: that is no stall
        continue;
      }
      const behind = await within(10_000, 'look at the positions', look).catch(() => []); // nor is a Kafka that is away
      if (behind.length > 0 && life.busy() === 0) return 'kafka-consumer-stalled';
    }
  } finally {
    await letGo(2000, 'disconnect', () => admin.disconnect());
  }
}
