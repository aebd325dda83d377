import type { LedgerStream } from '#libs/model/batch.js';
import type { JsonObject } from '#libs/model/json.js';
import type { Checkpoint } from '#libs/model/ledger-port.js';
import type { Ledger } from '../database/ledger.js';

export async function readCheckpoint(ledger: Ledger, stream: LedgerStream): Promise<Checkpoint> {
  const [row] = await ledger.ask<{
    readonly revision: string;
    readonly handed_over: string;
    readonly checkpoint: JsonObject | null;
    readonly backfilled_at: Date | null;
  }>('select revision, handed_over, checkpoint, backfilled_at from stream where id = $1', [stream.id]);
  return {
    revision: Number(row?.revision),
    handedOver: Number(row?.handed_over),
    offset: row?.checkpoint ?? undefined,
    backfilled: row?.backfilled_at !== null && row?.backfilled_at !== undefined,
  };
}
