import type { PullSource } from '../source.js';
import type { AttachmentPlace } from './attachment-place.js';
import type { AttachmentStore } from './attachment-store.js';
import { takeOutOfAll } from './take-out.js';

/** A source whose records hold no files: they are in the store before the batch is handed over (I1). */
export function withAttachments(
  source: PullSource,
  places: readonly AttachmentPlace[],
  store: AttachmentStore,
): PullSource {
  return {
    ...source,
    async read(offset, limit, signal) {
      const batch = await source.read(offset, limit, signal);
      return { ...batch, records: await takeOutOfAll(batch.records, places, store) };
    },
  };
}
