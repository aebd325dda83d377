import type { Batch, Committed, LedgerStream, ReadItem } from '#libs/canonical/batch.js';
import { DataRefused } from '#libs/canonical/batch.js';
import type { Origin } from '#libs/canonical/kinds.js';
import type { LedgerPort } from '#libs/canonical/ledger-port.js';
import type { StreamMapping } from '#libs/mapping/stream-mapping.js';
import { mapRecords, type Received } from './map-records.js';
import type { Surroundings } from './surroundings.js';

export interface CommitRequest {
  readonly stream: LedgerStream;
  readonly mapping: StreamMapping;
  readonly origin: Origin;
  readonly received: readonly Received[];
  readonly checkpoint?: NonNullable<Batch['checkpoint']>;
  readonly replayOf?: readonly string[];
}

/** What was committed, and the items as they were. */
export interface Done {
  readonly committed: Committed;
  readonly items: readonly ReadItem[];
}

/** Maps and commits what was read. Throws StaleCheckpoint, TransientError; a record that cannot be stored becomes a dead letter (I11). */
export async function commitRecords(around: Surroundings, request: CommitRequest): Promise<Done> {
  const started = performance.now();
  const { stream, mapping, origin, checkpoint, replayOf } = request;
  const id = around.newId();
  const batch: Batch = {
    id,
    stream,
    items: await mapRecords(mapping, request.received),
    mappingHash: mapping.hash,
    origin,
    at: around.now().toISOString(),
    traceparent: traceparent(id, around.newId()),
    ...(checkpoint ? { checkpoint } : {}),
    ...(replayOf ? { replayOf } : {}),
  };
  const { committed, items } = await commitOrIsolate(around.ledger, batch);
  const seconds = (performance.now() - started) / 1000;
  around.onCommitted({ stream, outcomes: committed.outcomes, seconds, lastNumber: committed.lastNumber });
  return { committed, items };
}

async function commitOrIsolate(ledger: LedgerPort, batch: Batch): Promise<Done> {
  try {
    return { committed: await ledger.commit(batch), items: batch.items };
  } catch (error) {
    if (!(error instanceof DataRefused)) throw error;
    const refused = await refusedItems(ledger, batch, batch.items);
    if (refused.size === 0) throw error;
    const items = batch.items.map((it) => refused.get(it) ?? it);
    return { committed: await ledger.commit({ ...batch, items }), items };
  }
}

/** I11: halved until the one record is found; the others are committed. */
async function refusedItems(
  ledger: LedgerPort,
  batch: Batch,
  items: readonly ReadItem[],
): Promise<ReadonlyMap<ReadItem, ReadItem>> {
  try {
    await ledger.tryOut({ ...batch, items });
    return new Map();
  } catch (error) {
    if (!(error instanceof DataRefused)) throw error;
    const [only, second] = items;
    if (!only) return new Map();
    if (!second) return new Map([[only, deadLetter(only, error)]]);
    const middle = Math.ceil(items.length / 2);
    const first = await refusedItems(ledger, batch, items.slice(0, middle));
    return new Map([...first, ...(await refusedItems(ledger, batch, items.slice(middle)))]);
  }
}

const deadLetter = (item: ReadItem, error: DataRefused): ReadItem => ({
  ...item,
  mapped: { outcome: 'dead-letter', code: error.code, message: error.message },
});

/** W3C trace context: trace id and span id out of two random ids. */
const traceparent = (trace: string, span: string): string =>
  `00-${trace.replaceAll('-', '')}-${span.replaceAll('-', '').slice(0, 16)}-01`;
