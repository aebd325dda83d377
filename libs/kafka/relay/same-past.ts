import { ConfigError } from '#libs/model/errors.js';
import type { Outbox } from '#libs/model/outbox.js';
import { proofOf, type Marker } from './marker.js';

/** What always works: the systems still hold their records, and are read again from the beginning. */
export const ANEW =
  'Until that command ships: a new database with a new LINTEL_PREFIX, which reads every system again; archived files are dropped again.';
const RECOVER =
  'Restore the newest copy of the database. Where there is none: `npx lintel recover` shows what it would do, and does it with --yes.';

/** A refusal of the relay, with the way out. */
export const refuse = (code: string, message: string, way: string): ConfigError =>
  new ConfigError(code, message, undefined, way);

/**
 * Throws ConfigError where ledger and marker do not tell of the same past: a database restored from a backup, a lost marker topic, another
 * cluster. Every such difference would lose events or publish them twice, so none is guessed away. A restored database may have counted past
 * `marker.last` again: the proof in the marker tells that its event of that number is another. Gives the marker to go on from; for a ledger that
 * was recovered from this very marker that is one of its own epoch.
 */
export async function requireSamePast(
  outbox: Outbox,
  marker: Marker | undefined,
): Promise<Marker | undefined> {
  if (marker === undefined) {
    if (!(await outbox.hasProgress())) return undefined;
    throw refuse(
      'relay-marker-absent',
      "The ledger was relayed before, but Kafka holds no marker of it: the marker topic was lost or is another cluster's",
      `If this is the wrong cluster, mend KAFKA_BROKERS. If its topics were lost: lintel republish. ${ANEW}`,
    );
  }
  if (marker.ledger !== outbox.ledgerId) {
    throw refuse(
      'relay-marker-foreign',
      `The marker belongs to ledger ${marker.ledger}, this is ${outbox.ledgerId}`,
      'Mend DATABASE_URL or KAFKA_BROKERS: they do not belong together.',
    );
  }
  const [epoch, last] = [await outbox.epoch(), await outbox.lastNumber()];
  const recovered = await outbox.recoveredFrom();
  if (recovered?.epoch === marker.epoch && recovered.last === marker.last)
    return { ledger: marker.ledger, epoch, last: recovered.base, offsets: marker.offsets };
  if (marker.epoch !== epoch) {
    throw refuse(
      'relay-epoch',
      `Kafka holds epoch ${marker.epoch} of this ledger, the ledger is in epoch ${epoch}`,
      `The database was restored from before a recovery. ${RECOVER}`,
    );
  }
  if (marker.last > last) {
    throw refuse(
      'relay-marker-ahead',
      `Kafka holds events up to ${marker.last}, the ledger only up to ${last}: the database is older than what was published`,
      RECOVER,
    );
  }
  await requireSameEvent(outbox, marker);
  return marker;
}

async function requireSameEvent(outbox: Outbox, { last, proof }: Marker): Promise<void> {
  if (proof === undefined || last === 0) return;
  const [event] = await outbox.read(last - 1, 1);
  if (event?.number === last && proofOf(event) === proof) return;
  throw refuse(
    'relay-other-past',
    `Event ${last} of the ledger is not the one that Kafka holds: the database was restored from a backup, and has committed on since`,
    RECOVER,
  );
}
