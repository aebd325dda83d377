import type { Readable } from 'node:stream';

/** Bytes that are safely stored. The same bytes always have the same URI. */
export interface StoredAttachment {
  /** `lintel-attachment:sha256/<hex>` */
  readonly uri: string;
  /** Of the bytes as they are stored, hex. */
  readonly sha256: string;
  /** Bytes. */
  readonly size: number;
}

/** Where the bytes of attachments lie; records refer to them by URI. */
export interface AttachmentStore {
  /**
   * Resolves once the bytes would outlive a loss of power (I1: a record must never refer to what is not safely stored). Idempotent.
   * Throws TransientError `attachments-not-stored` where nothing can be written now.
   */
  put(bytes: Uint8Array): Promise<StoredAttachment>;
  /** Undefined: there is no such attachment. Throws TransientError `attachments-unreadable`. */
  open(uri: string): Promise<Readable | undefined>;
}

const SCHEME = 'lintel-attachment:sha256/';
const URI = /^lintel-attachment:sha256\/([0-9a-f]{64})$/;

export const uriOf = (sha256: string): string => `${SCHEME}${sha256}`;

/** The hash in an attachment's URI. Undefined: it is none. */
export const hashOf = (uri: string): string | undefined => URI.exec(uri)?.[1];
