import type { Batch, Committed, LedgerStream, ReadItem } from '#libs/model/batch.js';
import { DataRefused } from '#libs/model/batch.js';
import { TransientError } from '#libs/model/errors.js';
import type { Origin } from '#libs/model/kinds.js';
import type { LedgerPort } from '#libs/model/ledger-port.js';
import type { StreamMapping } from '#libs/mapping/stream-mapping.js';
import { mapReceived, type Received } from './map-received.js';
import { refusedItems } from './refused-items.js';
import type { Runtime } from './runtime.js';

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
export async function commitRecords(runtime: Runtime, request: CommitRequest): Promise<Done> {
  const started = performance.now();
  const { stream, mapping, origin, checkpoint, replayOf } = request;
  const batch = {
    stream,
    items: await mapReceived(mapping, request.received),
    mappingHash: mapping.hash,
    origin,
    at: runtime.now().toISOString(),
    ...(checkpoint ? { checkpoint } : {}),
    ...(replayOf ? { replayOf } : {}),
  };
  return commitItems(runtime, batch, started);
}

/** Commits what is mapped already, and tells of it. Throws as commitRecords does. `leaveOut`: what cannot be stored is no dead letter. */
export async function commitItems(
  runtime: Runtime,
  said: Omit<Batch, 'id' | 'traceparent'>,
  started = performance.now(),
  { leaveOut = false } = {},
): Promise<Done> {
  const { stream } = said;
  const id = runtime.newId();
  const batch: Batch = { ...said, id, traceparent: traceparent(id, runtime.newId()) };
  const { committed, items } = await commitOrIsolate(runtime.ledger, batch, leaveOut);
  const seconds = (performance.now() - started) / 1000;
  runtime.onCommitted({ stream, outcomes: committed.outcomes, seconds, lastNumber: committed.lastNumber });
  return { committed, items };
}

/**
 * I11: what the ledger refuses becomes a dead letter, and the others are committed, in one commit and in their places. A refusal that no
 * record explains may have passed (another commit came between): once more, then later. It never ends the process.
 */
async function commitOrIsolate(ledger: LedgerPort, batch: Batch, leaveOut: boolean): Promise<Done> {
  let { items } = batch;
  let unexplained = false;
  for (;;) {
    try {
      return { committed: await ledger.commit({ ...batch, items }), items };
    } catch (error) {
      if (!(error instanceof DataRefused)) throw error;
      const refused = await refusedItems(ledger, { ...batch, items });
      if (refused.size === 0 && unexplained)
        throw new TransientError('batch-refused', `No single record explains it: ${error.message}`);
      unexplained = refused.size === 0;
      items = leaveOut ? items.filter((it) => !refused.has(it)) : items.map((it) => refused.get(it) ?? it);
    }
  }
}

/** W3C trace context: trace id and span id out of two random ids. */
const traceparent = (trace: string, span: string): string =>
  `00-${trace.replaceAll('-', '')}-${span.replaceAll('-', '').slice(0, 16)}-01`;
