import type { Batch, ReadItem } from '#libs/model/batch.js';
import type { Outcome } from '#libs/model/contribution.js';
import { isOlder, isOvertaken, versionText, type IncomingRecord, type KnownRecord } from './known-record.js';
import { addLate, replaceParts } from './parts.js';

/** How the records of a batch ended. */
export interface TakenBatch {
  /** One per item, in order (I3). */
  readonly outcomes: readonly Outcome[];
  /** Items that ended as dead letters. */
  readonly deadLetters: readonly ReadItem[];
  /** How many records came again under the same version with other content (I4). */
  readonly sameVersionChanged: number;
}

/** Keys of the records that a batch needs loaded before `takeBatch`, each once. */
export const keysOf = (batch: Batch): readonly string[] => [
  ...new Set(batch.items.flatMap(({ mapped }) => (mapped.outcome === 'dead-letter' ? [] : mapped.key))),
];

/**
 * Takes the items in, one after the other, and gives each exactly one outcome (I3). A commit calls it once, under the ledger's lock.
 * `known` holds every record of `keysOf(batch)`, new ones too; these records are changed in place. `repeated` are the ids of deliveries
 * that were committed before. The first item gets the arrival number `arrivals` + 1. It does no I/O; an error means a bug in the caller.
 */
export function takeBatch(
  batch: Batch,
  known: ReadonlyMap<string, KnownRecord>,
  repeated: ReadonlySet<string>,
  arrivals: number,
): TakenBatch {
  const deadLetters: ReadItem[] = [];
  let sameVersionChanged = 0;
  const outcomes = batch.items.map((item, index): Outcome => {
    const { mapped, raw, hash, delivery, arrivedAt } = item;
    if (delivery !== undefined && repeated.has(delivery)) return 'unchanged';
    if (mapped.outcome === 'dead-letter') {
      deadLetters.push(item);
      return 'dead-letter';
    }
    const record = known.get(mapped.key);
    if (!record) throw new Error('A record was not loaded.');
    const { version: versionBefore, hash: hashBefore, state: stateBefore } = record;
    const outcome = take(record, {
      raw,
      hash,
      mappingHash: batch.mappingHash,
      arrival: arrivals + 1 + index,
      mapped,
      ...(arrivedAt === undefined ? {} : { arrivedAt }),
    });
    // I4: the same version with other content is a change; it is counted, since a version should tell contents apart
    const isSameVersion = stateBefore !== 'new' && versionBefore !== '' && record.version === versionBefore;
    if (outcome === 'applied' && isSameVersion && hash !== hashBefore) sameVersionChanged += 1;
    return outcome;
  });
  return { outcomes, deadLetters, sameVersionChanged };
}

/**
 * Takes one record in: decides how it ends (I3) and changes `known` in place to what the ledger must hold after it. `takeBatch` calls it
 * once per record, in the order in which the records were read. It reads and writes nothing else, and throws nothing.
 */
export function take(known: KnownRecord, incoming: IncomingRecord): Outcome {
  const { mapped } = incoming;
  const version = versionText(mapped.version);
  const filtered = mapped.outcome === 'filtered';
  const contributions = filtered ? [] : mapped.contributions;
  // I4: the same key and the same stored hash, under the same mapping, changes nothing
  if (known.state !== 'new' && known.hash === incoming.hash && known.mappingHash === incoming.mappingHash)
    return known.state === 'filtered' ? 'filtered' : 'unchanged';
  if (known.state !== 'new' && isOvertaken(known, version, incoming.arrivedAt)) return 'superseded';
  if (known.state !== 'new' && version !== '' && isOlder(version, known.version)) {
    addLate(known, contributions, version, incoming);
    return 'superseded';
  }
  replaceParts(known, contributions, version, incoming);
  known.hash = incoming.hash;
  known.mappingHash = incoming.mappingHash;
  known.version = version;
  known.state = filtered ? 'filtered' : 'applied';
  known.raw = filtered ? undefined : incoming.raw;
  known.dirty = true;
  return filtered ? 'filtered' : 'applied';
}
