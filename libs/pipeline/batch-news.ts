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
 * The moment up to which the system has been heard. A drained source with a fence that nobody holds back was heard whole. A source without
 * a fence (files) was heard only when records came: an empty folder may be empty because a file is late.
 */
function readTo({ more, fence, records }: SourceBatch, askedAt: string): { readonly readTo?: string } {
  const whole = fence ? fence.heldBy === undefined : records.length > 0;
  return !more && whole ? { readTo: askedAt } : {};
}
