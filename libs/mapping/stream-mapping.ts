import type { Mapped } from '#libs/model/contribution.js';
import type { JsonObject } from '#libs/model/json.js';

/** A compiled stream: pure, no I/O. The same value always gives the same answer. */
export interface StreamMapping {
  /** SHA-256 (hex) over everything that decides the answer: expressions, code tables, clean rules, schemes. */
  readonly hash: string;
  /** Maps a batch, one answer per value, in order. Never throws for a record: what fails becomes a dead letter (I11). */
  map(values: readonly JsonObject[]): Promise<Mapped[]>;
}
