import type { Batch, ReadItem } from '#libs/model/batch.js';
import type { Outcome } from '#libs/model/contribution.js';
import type { KnownRecord } from './known-record.js';
import { take } from './take.js';

/** How each record of a batch ended, and what that made of the known ones, which are changed in place. */
export interface TakenBatch {
  /** One per item, in order (I3). */
  readonly outcomes: readonly Outcome[];
  readonly deadLetters: readonly ReadItem[];
  /** Records whose version came again with other content (I4). */
  readonly sameVersionChanged: number;
}

/** Keys of the records that a batch speaks of. */
export const keysOf = (batch: Batch): readonly string[] => [
  ...new Set(batch.items.flatMap(({ mapped }) => (mapped.outcome === 'dead-letter' ? [] : mapped.key))),
];

/**
 * I3: every item gets exactly one outcome, in order. `known` has every record of keysOf; `repeated` are deliveries that were committed
 * before; arrivals are counted from `arrivals` + 1.
 */
export function takeBatch(
  batch: Batch,
  known: ReadonlyMap<string, KnownRecord>,
  repeated: ReadonlySet<string>,
  arrivals: number,
): TakenBatch {
  const letters: ReadItem[] = [];
  let sameVersionChanged = 0;
  const outcomes = batch.items.map((item, index): Outcome => {
    const { mapped, raw, hash, delivery } = item;
    if (delivery !== undefined && repeated.has(delivery)) return 'unchanged';
    if (mapped.outcome === 'dead-letter') {
      letters.push(item);
      return 'dead-letter';
    }
    const record = known.get(mapped.key);
    if (!record) throw new Error('A record was not loaded.');
    const before = record.version;
    const wasKnown = record.state !== 'new';
    const outcome = take(record, {
      raw,
      hash,
      mappingHash: batch.mappingHash,
      arrival: arrivals + 1 + index,
      mapped,
    });
    // I4: the same version with other content is a change; arrival decides, and it is counted
    if (outcome === 'applied' && wasKnown && record.version === before && before !== '')
      sameVersionChanged += 1;
    return outcome;
  });
  return { outcomes, deadLetters: letters, sameVersionChanged };
}
