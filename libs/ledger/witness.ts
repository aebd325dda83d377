import type { LedgerStream } from '#libs/canonical/batch.js';
import type { Ledger } from './ledger.js';

/** What a stream can bear witness to, told by whoever runs it, so that the clock of any process knows. */
export interface StreamFacts {
  readonly says: readonly string[];
  /** False: it calls by itself. */
  readonly asked: boolean;
  /** ISO. */
  readonly goLiveAt?: string;
}

export async function describeStream(
  ledger: Ledger,
  stream: LedgerStream,
  { says, asked, goLiveAt }: StreamFacts,
): Promise<void> {
  await ledger.ask('update stream set says = $2::text[], asked = $3, go_live_at = $4 where id = $1', [
    stream.id,
    says,
    asked,
    goLiveAt ?? null,
  ]);
}
