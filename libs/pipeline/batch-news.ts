import type { StreamHealth } from '#libs/model/ledger-port.js';
import type { SourceBatch } from '#libs/sources/source.js';

/** What health reports of a read that succeeded: what the source says of it, and up to when the system has been heard. */
export const newsOf = (
  batch: SourceBatch,
  askedAt: string,
): Partial<Pick<StreamHealth, 'code' | 'message' | 'fence' | 'behind' | 'readTo'>> => ({
  ...batch.remark,
  ...(batch.fence ? { fence: { ...batch.fence } } : {}),
  ...(batch.behind === undefined ? {} : { behind: batch.behind }),
  ...readTo(batch, askedAt),
});

/**
 * The moment up to which the system has been heard. A drained table with a fence that nobody holds back was heard whole. Of other sources
 * (files: their `scan` says only when the folder was looked at) only records prove something: an empty folder may be empty because a file is
 * late.
 */
function readTo({ more, fence, records }: SourceBatch, askedAt: string): { readonly readTo?: string } {
  const isProof = fence?.kind === 'xid8';
  const whole = isProof ? fence.heldBy === undefined : records.length > 0;
  return !more && whole ? { readTo: askedAt } : {};
}
