import type { KeptExif } from './exif.js';

/** A photo without location data, and when the camera says it was taken. */
export interface Stripped {
  readonly bytes: Uint8Array;
  readonly takenAt?: NonNullable<KeptExif['takenAt']>;
}

/** The file is not built as its first bytes say, so what it holds cannot be told. */
export class UnreadablePhoto extends Error {
  override readonly name = 'UnreadablePhoto';
}
