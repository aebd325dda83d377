import type { KeptExif } from './exif.js';

/** A photo without location data, and when the camera says it was taken. */
export interface Stripped {
  readonly bytes: Uint8Array;
  readonly takenAt?: NonNullable<KeptExif['takenAt']>;
}

/** A file is not built as its first bytes say, so nobody can tell what it holds. `stripLocation` makes a RecordError of it. */
export class UnreadablePhoto extends Error {
  override readonly name = 'UnreadablePhoto';
}
