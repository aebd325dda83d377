import { type FileStamp, sameFile } from './files-offset.js';

interface Watched {
  readonly stamp: FileStamp;
  readonly since: number;
}

/**
 * Which files are written to the end: those whose size and time were the same at a poll before, and stayed so for the
 * minimum age. The age is measured by watching, with our own monotonic clock: so neither a file server whose clock differs nor a
 * copy that keeps old times makes a half-written file look ready. Kept in memory: after a restart watching begins anew.
 */
export class Readiness {
  #watched = new Map<string, Watched>();
  readonly #minimumAgeMs: number;

  constructor(minimumAgeMs: number) {
    this.#minimumAgeMs = minimumAgeMs;
  }

  /**
   * One poll. `now` in milliseconds, monotonic.
   * @param begun a file that was ready before, and of which a part has been read.
   */
  ready(listed: readonly FileStamp[], begun: FileStamp | undefined, now: number): readonly FileStamp[] {
    const watched = new Map<string, Watched>();
    const ready: FileStamp[] = [];
    for (const stamp of listed) {
      const before = this.#watched.get(stamp.name);
      const unchanged = before !== undefined && sameFile(before.stamp, stamp);
      const known = begun !== undefined && sameFile(begun, stamp);
      watched.set(stamp.name, unchanged ? before : { stamp, since: now });
      if (known || (unchanged && now - before.since >= this.#minimumAgeMs)) ready.push(stamp);
    }
    this.#watched = watched;
    return ready;
  }

  /** It changed while it was copied: watch it anew. */
  forget(name: string): void {
    this.#watched.delete(name);
  }
}
