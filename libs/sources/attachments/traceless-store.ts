import { sha256 } from './sha256.js';
import { type AttachmentStore, attachmentUri } from './attachment-store.js';

/** An AttachmentStore for tests and previews of connectors: it gives the URIs that a real store would give, and keeps nothing (I9). */
export const tracelessStore: AttachmentStore = {
  put: (bytes) => {
    const hash = sha256(bytes);
    return Promise.resolve({ uri: attachmentUri(hash), sha256: hash, size: bytes.length });
  },
  open: () => Promise.resolve(undefined),
};
