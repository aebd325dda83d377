import type { Batch, Committed, LedgerStream, ReadItem } from '#libs/model/batch.js';
import { DataRefused } from '#libs/model/batch.js';
import { TransientError } from '#libs/model/errors.js';
import type { Origin } from '#libs/model/kinds.js';
import type { StreamMapping } from '#libs/mapping/stream-mapping.js';
import { mapReceived, type Received } from './map-received.js';
import { refusedItems } from './refused-items.js';
import type { Runtime } from './runtime.js';

export interface CommitRequest {
  readonly stream: LedgerStream;
  readonly mapping: StreamMapping;
  readonly origin: Origin;
  /** In the order in which the ledger numbers them (I3). */
  readonly received: readonly Received[];
  /** For streams that are asked: where the records were read from, and where they end. */
  readonly checkpoint?: NonNullable<Batch['checkpoint']>;
  /** One per record: the dead letter that is tried again. */
  readonly replayOf?: readonly string[];
}

/** What was committed, and the items as they were. */
export interface CommittedRecords {
  readonly committed: Committed;
  /** One per outcome, in order: dead letters stand where the ledger refused a record. */
  readonly items: readonly ReadItem[];
}

/**
 * Maps what was read and commits it. Every source meets the ledger here: readers, receivers of webhooks, replays. Any number of callers
 * may call at once, for one stream or for several. When it returns, every record has ended in exactly one way, durably (I1, I3). When it
 * throws, nothing of the request was committed, or the caller cannot know: StaleCheckpoint (another reader was faster), TransientError
 * (read again from the checkpoint). A record that cannot be stored is no error: it becomes a dead letter (I11).
 */
export async function commitRecords(runtime: Runtime, request: CommitRequest): Promise<CommittedRecords> {
  const started = performance.now();
  const { stream, mapping, origin, checkpoint, replayOf } = request;
  const items = await mapReceived(mapping, request.received);
  const at = runtime.now().toISOString();
  const optional = { ...(checkpoint ? { checkpoint } : {}), ...(replayOf ? { replayOf } : {}) };
  return commitItems(
    runtime,
    { stream, items, mappingHash: mapping.hash, origin, at, ...optional },
    { started },
  );
}

export interface CommitItemsOptions {
  /** When the work on the batch began, by `performance.now()`; default now. */
  readonly started?: number;
  /** True: a record that cannot be stored is left out, and becomes no dead letter. */
  readonly leaveOut?: boolean;
}

/** Commits items that are mapped already, and tells `onCommitted`. What holds of `commitRecords` holds of it. */
export async function commitItems(
  runtime: Runtime,
  content: Omit<Batch, 'id' | 'traceparent'>,
  { started = performance.now(), leaveOut = false }: CommitItemsOptions = {},
): Promise<CommittedRecords> {
  const { stream } = content;
  const id = runtime.newId();
  const batch: Batch = { ...content, id, traceparent: traceparent(id, runtime.newId()) };
  const { committed, items } = await commitOrIsolate(runtime, batch, leaveOut);
  const seconds = (performance.now() - started) / 1000;
  const { outcomes, lastNumber } = committed;
  runtime.onCommitted({ stream, batch: id, outcomes, seconds, lastNumber });
  return { committed, items };
}

/**
 * I11: what the ledger refuses becomes a dead letter, and the others are committed, in one commit and in their places. A refusal that no
 * record explains may be over, since another commit came between: the batch is tried once more, and then later. It never ends the process.
 */
async function commitOrIsolate(runtime: Runtime, batch: Batch, leaveOut: boolean): Promise<CommittedRecords> {
  const { ledger } = runtime;
  let { items } = batch;
  let unexplained = false;
  for (;;) {
    try {
      return { committed: await ledger.commit({ ...batch, items }), items };
    } catch (error) {
      if (!(error instanceof DataRefused)) throw error;
      const refused = await refusedItems(ledger, { ...batch, items });
      tellRefusal(runtime, batch, error, refused.size);
      if (refused.size === 0 && unexplained)
        throw new TransientError('batch-refused', `No single record explains it: ${error.message}`);
      unexplained = refused.size === 0;
      items = leaveOut
        ? items.filter((item) => !refused.has(item))
        : items.map((item) => refused.get(item) ?? item);
    }
  }
}

function tellRefusal(
  runtime: Runtime,
  { id, stream }: Batch,
  { code, message }: DataRefused,
  records: number,
): void {
  const { connector, name } = stream;
  runtime.log({ level: 'warn', connector, stream: name, batch: id, code, records, message });
}

/** W3C trace context: trace id and span id out of two random ids. */
const traceparent = (trace: string, span: string): string =>
  `00-${trace.replaceAll('-', '')}-${span.replaceAll('-', '').slice(0, 16)}-01`;
