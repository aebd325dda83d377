import { randomUUID } from 'node:crypto';
import { ConfigError, RecordError } from '#libs/model/errors.js';
import type { Mapped, Outcome } from '#libs/model/contribution.js';
import type { JsonObject } from '#libs/model/json.js';
import type { Ledger } from '#libs/ledger/database/ledger.js';
import { ledgerForPipeline } from '#libs/ledger/ports/for-pipeline.js';
import type { StoredDeadLetter } from '#libs/ledger/queries/stored-dead-letters.js';
import { commitRecords } from '#libs/pipeline/commit-records.js';
import type { Configuration, StreamSpec } from '#libs/configuration/configuration.js';
import { originAt } from '#libs/pipeline/origin.js';
import type { Runtime } from '#libs/pipeline/runtime.js';
import type { AttachmentStore } from '#libs/sources/attachments/attachment-store.js';
import { takeOutAttachments } from '#libs/sources/attachments/take-out.js';
import { openSource } from '#libs/sources/open/open-source.js';
import type { RawRecord } from '#libs/sources/source.js';
import { parseStoredDelivery } from '#libs/sources/webhook/parse-stored-delivery.js';
import { surroundingAttachments } from './connection.js';

export interface Replayed {
  readonly id: string;
  readonly outcome: Outcome;
  /** Why it was refused again. */
  readonly code?: string;
}

/**
 * Maps a dead letter's raw record again, under today's mapping, and commits it. It is folded by its version, as if it had come in
 * time. Refused again, it stays open.
 */
export async function replay(
  ledger: Ledger,
  configuration: Configuration,
  letter: StoredDeadLetter,
  attachments: AttachmentStore = surroundingAttachments(),
): Promise<Replayed> {
  const spec = specOf(configuration, letter);
  const record = await recordOf(spec, letter, attachments);
  const runtime = cliRuntime(ledger, configuration);
  const stream = await ledger.stream(spec.connector, spec.name, spec.system);
  // what is replayed before go-live, or while the first read still runs, is history as the rest of it
  const isFirstRead = spec.source.kind !== 'webhook' && !(await runtime.ledger.checkpoint(stream)).backfilled;
  const { committed, items } = await commitRecords(runtime, {
    stream,
    mapping: spec.mapping,
    origin: isFirstRead ? 'backfill' : originAt(runtime.now(), spec.goLiveAt),
    received: [{ record, arrivedAt: letter.lastAt }],
    replayOf: [letter.id],
  });
  const mapped: Mapped | undefined = items[0]?.mapped;
  const outcome = committed.outcomes[0] ?? 'dead-letter';
  return { id: letter.id, outcome, ...(mapped?.outcome === 'dead-letter' ? { code: mapped.code } : {}) };
}

function specOf(configuration: Configuration, { connector, stream }: StoredDeadLetter): StreamSpec {
  const spec = configuration.connectors
    .find((it) => it.name === connector)
    ?.streams.find((it) => it.name === stream);
  if (spec) return spec;
  throw new ConfigError(
    'unknown-stream',
    `No stream is called "${connector}/${stream}" any more.`,
    undefined,
    'Give the dead letter up, or bring the stream back.',
  );
}

async function recordOf(
  { source }: StreamSpec,
  { raw, position }: StoredDeadLetter,
  attachments: AttachmentStore,
): Promise<RawRecord> {
  try {
    const record = { raw, position, value: await parse(source, raw, attachments) };
    return source.kind === 'sql'
      ? record
      : await takeOutAttachments(record, source.attachments ?? [], attachments, true);
  } catch (error) {
    if (!(error instanceof RecordError)) throw error;
    return { raw, position, fault: { code: error.code, message: error.message } };
  }
}

async function parse(
  source: StreamSpec['source'],
  raw: Uint8Array,
  attachments: AttachmentStore,
): Promise<JsonObject> {
  if (source.kind === 'webhook') return parseStoredDelivery(source, raw);
  const opened = openSource(source, attachments);
  try {
    return opened.parse(raw);
  } finally {
    await opened.close();
  }
}

const cliRuntime = (ledger: Ledger, configuration: Configuration): Runtime => ({
  ledger: ledgerForPipeline(ledger, configuration),
  holder: `cli:${process.pid}`,
  now: () => new Date(),
  random: Math.random,
  newId: randomUUID,
  sleep: () => Promise.resolve(),
  onCommitted: () => undefined,
  log: () => undefined,
});
