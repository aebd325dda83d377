import type { Outcome } from '#libs/model/contribution.js';
import { isOlder, versionText, type IncomingRecord, type KnownRecord } from './known-record.js';
import { addLate, replaceParts } from './parts.js';

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
