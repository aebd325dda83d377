import type { PullSource } from '../source.js';
import type { AttachmentPlace } from './attachment-place.js';
import type { AttachmentStore } from './attachment-store.js';
import { takeOutAllAttachments } from './take-out.js';

/**
 * Wraps a source so that its records hold no files: they are safely in the store before `read` resolves (I1). A `read` throws as the
 * source's own, and as `AttachmentStore.put`; the source has then lost nothing, and can be read again from the same offset.
 */
export function withAttachments(
  source: PullSource,
  places: readonly AttachmentPlace[],
  store: AttachmentStore,
): PullSource {
  return {
    ...source,
    async read(offset, limit, signal) {
      const batch = await source.read(offset, limit, signal);
      return { ...batch, records: await takeOutAllAttachments(batch.records, places, store) };
    },
  };
}
