import type { AttachmentPlace } from '../attachments/attachment-place.js';

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
