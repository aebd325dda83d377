import type { AttachmentPlace } from '../attachments/attachment-place.js';

/** Settings of a stream whose records a system posts to us. */
export interface WebhookSettings {
  readonly kind: 'webhook';
  /** Where both are set, either will do. Where neither is set, nothing is let in. */
  readonly auth: {
    readonly basic?: { readonly user: string; readonly password: string };
    /** Base64 keys, with or without `whsec_`. Several, while one is being replaced by another. */
    readonly standardWebhooks?: { readonly keys: readonly string[] };
  };
  readonly format: 'soap' | 'json';
  /** SOAP: local name of the element in the envelope's body that is the record. Absent: its first element. */
  readonly record?: string;
  /** SOAP: local names of elements that are always arrays. */
  readonly repeated: readonly string[];
  /** What the sender is answered after the commit (I1). */
  readonly respond: { readonly status: number; readonly contentType: string; readonly body: string };
  /** What a delivery that parses but does not fit gets: 2xx and a dead letter, or 422. */
  readonly unfit: 'accept' | 'refuse';
  /** Where records hold files as text. */
  readonly attachments?: readonly AttachmentPlace[];
}
