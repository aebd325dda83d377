import { setTimeout as sleep } from 'node:timers/promises';
import { kafkaType } from './failure.js';

/**
 * Asks again while Kafka does not know yet what was created a moment ago: not every broker hears of it at once, and kafkajs's own
 * `waitForLeaders` gives up on some of the answers.
 */
export async function whenKnown<T>(ask: () => Promise<T>, patienceMs = 10_000): Promise<T> {
  for (const until = Date.now() + patienceMs; ; await sleep(100)) {
    try {
      return await ask();
    } catch (error) {
      // kafkajs 2.2.4 takes partitions apart that its metadata does not hold yet
      const notYet = error instanceof TypeError || NOT_YET.has(kafkaType(error) ?? '');
      if (!notYet || Date.now() > until) throw error;
    }
  }
}

const NOT_YET: ReadonlySet<string> = new Set([
  'UNKNOWN_TOPIC_OR_PARTITION',
  'LEADER_NOT_AVAILABLE',
  'NOT_LEADER_FOR_PARTITION',
]);
