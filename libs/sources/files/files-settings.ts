import type { AttachmentPlace } from '../attachments/attachment-place.js';

/** Settings of a stream whose records come in files that somebody drops into a folder. */
export interface FilesSettings {
  readonly kind: 'files';
  readonly folder: string;
  /** Glob on the base name: `*`, `?`, `[a-z]`, `{a,b}`. */
  readonly pattern: string;
  /** Patterns of the other streams that read this folder. What matches none of them all is counted. */
  readonly otherPatterns?: readonly string[];
  readonly format: 'csv' | 'json' | 'xml';
  /** XML: local names that the root element may have. Absent: any. */
  readonly record?: readonly string[];
  /** XML: local names of elements that are always arrays. */
  readonly repeated: readonly string[];
  /** CSV: columns that must be there. Where one is missing the whole file is a dead letter. */
  readonly fields?: readonly string[];
  /** For how many milliseconds a file must have been seen unchanged, by our own clock, before it is read. */
  readonly minimumAgeMs: number;
  /** JSON and XML: where records hold files as text. */
  readonly attachments?: readonly AttachmentPlace[];
}
