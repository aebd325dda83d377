import type { Admin } from 'kafkajs';
import { topicNames } from '#libs/model/topics.js';
import type { Offsets } from './marker.js';
import { endsOf } from './refusals.js';

const EVERY_MS = 5000;

/**
 * Compares, now and then and beside the sending, what was committed with what `read_committed` subscribers are given; tells
 * how many records lie between. What cannot be asked is not told.
 */
export function countNotVisible(
  admin: Admin,
  prefix: string,
  tell: (count: number) => void,
): (committed: Offsets) => void {
  let askedAt = 0;
  let asking = false;
  return (committed) => {
    if (asking || Date.now() - askedAt < EVERY_MS) return;
    asking = true;
    endsOf(admin, topicNames(prefix))
      .then(
        (ends) => tell(notVisible(committed, ends)),
        () => undefined,
      )
      .finally(() => {
        asking = false;
        askedAt = Date.now();
      })
      .catch(() => undefined);
  };
}

export function notVisible(committed: Offsets, ends: ReadonlyMap<string, readonly bigint[]>): number {
  let count = 0n;
  for (const [topic, offsets] of Object.entries(committed)) {
    for (const [partition, last] of offsets.entries()) {
      const end = ends.get(topic)?.[partition];
      if (end !== undefined && BigInt(last) >= end) count += BigInt(last) - end + 1n;
    }
  }
  return Number(count);
}
