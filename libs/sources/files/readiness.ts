import { type FileName, nameBytes } from './file-name.js';
import { type FileStamp, sameArrival } from './files-offset.js';

interface Watched {
  readonly stamp: FileStamp;
  readonly since: number;
}

/**
 * Decides which files are written to their end: those whose size and time have stayed the same, over at least two polls, for the minimum
 * age. It measures that age by watching, with our own monotonic clock. So a half-written file never looks ready because a file server's
 * clock differs or a copy keeps old times. It remembers in memory only: after a restart watching begins anew.
 */
export class Readiness {
  #watched = new Map<string, Watched>();
  readonly #minimumAgeMs: number;

  constructor(minimumAgeMs: number) {
    this.#minimumAgeMs = minimumAgeMs;
  }

  /**
   * One poll: gives those of the listed files that are ready, in the order of the list. `now` is in milliseconds, monotonic. `begun` is a
   * file of which a part has been read; unchanged it is ready at once.
   */
  ready(listed: readonly FileStamp[], begun: FileStamp | undefined, now: number): readonly FileStamp[] {
    const watched = new Map<string, Watched>();
    const ready: FileStamp[] = [];
    for (const stamp of listed) {
      const key = keyOf(stamp);
      const before = this.#watched.get(key);
      const unchanged = before !== undefined && sameArrival(before.stamp, stamp);
      const isBegun = begun !== undefined && sameArrival(begun, stamp);
      watched.set(key, unchanged ? before : { stamp, since: now });
      if (isBegun || (unchanged && now - before.since >= this.#minimumAgeMs)) ready.push(stamp);
    }
    this.#watched = watched;
    return ready;
  }

  /** Watches a file anew, since it changed while it was copied. */
  forget(file: FileName): void {
    this.#watched.delete(keyOf(file));
  }
}

const keyOf = (file: FileName): string => nameBytes(file).toString('latin1');
