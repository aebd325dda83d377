import type { Outcome } from '#libs/model/contribution.js';
import { isOlder, versionText, type IncomingRecord, type KnownRecord } from './known-record.js';
import { addLate, replaceParts } from './parts.js';

/** I3, I4: decides how a record ends and changes what is known of it accordingly. */
export function take(known: KnownRecord, incoming: IncomingRecord): Outcome {
  const { mapped } = incoming;
  const version = versionText(mapped.version);
  const filtered = mapped.outcome === 'filtered';
  const said = filtered ? [] : mapped.contributions;
  // I4: the same key and the same stored hash, under the same mapping, changes nothing
  if (known.state !== 'new' && known.hash === incoming.hash && known.mappingHash === incoming.mappingHash)
    return known.state === 'filtered' ? 'filtered' : 'unchanged';
  if (known.state !== 'new' && version !== '' && isOlder(version, known.version)) {
    addLate(known, said, version, incoming);
    return 'superseded';
  }
  replaceParts(known, said, version, incoming);
  known.hash = incoming.hash;
  known.mappingHash = incoming.mappingHash;
  known.version = version;
  known.state = filtered ? 'filtered' : 'applied';
  known.raw = filtered ? undefined : incoming.raw;
  known.dirty = true;
  return filtered ? 'filtered' : 'applied';
}
