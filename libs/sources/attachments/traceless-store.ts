import { sha256 } from './sha256.js';
import { type AttachmentStore, uriOf } from './attachment-store.js';

/** Gives the URIs that the real store would give, and keeps nothing (I9): for tests and previews of connectors. */
export const tracelessStore: AttachmentStore = {
  put: (bytes) => {
    const hash = sha256(bytes);
    return Promise.resolve({ uri: uriOf(hash), sha256: hash, size: bytes.length });
  },
  open: () => Promise.resolve(undefined),
};
