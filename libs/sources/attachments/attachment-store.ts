import type { Readable } from 'node:stream';

/** Bytes that are safely stored. */
export interface StoredAttachment {
  /** `lintel-attachment:sha256/<hex>` */
  readonly uri: string;
  /** Of the bytes as they are stored, hex. */
  readonly sha256: string;
  /** Bytes. */
  readonly size: number;
}

/**
 * Where the bytes of attachments lie. Records refer to them by a URI that follows from the bytes alone, so the same bytes always have the same
 * one, in every store. Any number of calls may run at once, from several processes. Nothing is ever changed or deleted under a URI.
 */
export interface AttachmentStore {
  /**
   * Stores bytes. A source calls it before it makes the record that refers to them: when it resolves, the bytes outlive a loss of power
   * (I1). Bytes that are there already are not stored twice, so a read that is repeated after a crash does no harm; what it stored
   * before the crash stays, even if no record ever refers to it. Throws TransientError `attachments-not-stored` where nothing can be
   * written now; then no record may be made.
   */
  put(bytes: Uint8Array): Promise<StoredAttachment>;
  /**
   * Opens the bytes of a URI for reading. Undefined where there is no such attachment, or the URI is none of ours. Throws TransientError
   * `attachments-unreadable`; the stream reports errors that come later.
   */
  open(uri: string): Promise<Readable | undefined>;
}

const SCHEME = 'lintel-attachment:sha256/';
const URI = /^lintel-attachment:sha256\/([0-9a-f]{64})$/;

/** The URI of the bytes with this SHA-256 in hex. */
export const attachmentUri = (sha256: string): string => `${SCHEME}${sha256}`;

/** The SHA-256 in an attachment's URI; undefined where the text is no such URI. */
export const attachmentHash = (uri: string): string | undefined => URI.exec(uri)?.[1];
