import type { AttachmentPlace } from '../attachments/attachment-place.js';

/** What a system posts to us. */
export interface WebhookSettings {
  readonly kind: 'webhook';
  /** With both, either will do. With neither, nothing is let in. */
  readonly auth: {
    readonly basic?: { readonly user: string; readonly password: string };
    /** Base64 keys, with or without `whsec_`; several while one is being replaced by another. */
    readonly standardWebhooks?: { readonly keys: readonly string[] };
  };
  readonly format: 'soap' | 'json';
  /** SOAP: local name of the element in the body that is the record. Absent: the first element of the body. */
  readonly record?: string;
  /** SOAP: local names of elements that are always arrays. */
  readonly repeated: readonly string[];
  /** Sent after the commit. */
  readonly respond: { readonly status: number; readonly contentType: string; readonly body: string };
  /** What a delivery that parses but does not fit gets: 2xx and a dead letter, or 422. */
  readonly unfit: 'accept' | 'refuse';
  readonly attachments?: readonly AttachmentPlace[];
}
