import type { AttachmentPlace } from './attachments/settings.js';

/** Rows of one table, read past a fence below which no transaction is open. */
export interface SqlSettings {
  readonly kind: 'sql';
  /** The seam for others: each dialect takes its fence in its own way. */
  readonly dialect: 'postgres';
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly user: string;
  readonly password: string;
  /** True: TLS, and the server's certificate must be valid. */
  readonly ssl?: boolean;
  /** The table, `orders` or `schema.orders`; each part is quoted as it stands. */
  readonly from: string;
  /** Columns that the mapping may name, in order. Key and watermark need not be among them: they are read anyway. */
  readonly fields: readonly string[];
  /** Columns that tell rows apart; not null in the database. */
  readonly key: readonly string[];
  readonly watermark: { readonly column: string; readonly kind: 'xid8' };
  /** A condition in the source's own language, for the first read only. It comes from a connector file, so it is trusted as code is. */
  readonly backfill?: string;
  /** Zone of the columns that have none. The source hands over text; the mapping reads it in this zone. */
  readonly timezone: string;
}

/** Files that somebody drops into a folder. */
export interface FilesSettings {
  readonly kind: 'files';
  readonly folder: string;
  /** Glob on the base name: `*`, `?`, `[a-z]`, `{a,b}`. */
  readonly pattern: string;
  readonly format: 'csv' | 'json' | 'xml';
  /** XML: local names that the root element may have. Absent: any. */
  readonly record?: readonly string[];
  /** XML: local names of elements that are always arrays. */
  readonly repeated: readonly string[];
  /** CSV: columns that must be there; one that is gone makes the whole file a structural dead letter. */
  readonly fields?: readonly string[];
  /** Milliseconds since the last change, by the clock of the file system, before a file is looked at. */
  readonly minimumAgeMs: number;
  /** JSON and XML. */
  readonly attachments?: readonly AttachmentPlace[];
}

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
