import type { Mapped } from '#libs/model/contribution.js';
import type { JsonObject } from '#libs/model/json.js';

/** The compiled mapping of one stream, made by `compileMapping`. It does no I/O and keeps no state of a record, so one serves every caller. */
export interface StreamMapping {
  /**
   * SHA-256 in hex of everything that decides an answer: expressions, clean-up rules, the code tables and schemes that they use.
   * A record that comes again is applied again only if its bytes or this hash changed (I4).
   */
  readonly hash: string;
  /**
   * Maps the values of one batch. The pipeline calls it before each commit, previews and tests call it as well.
   *
   * - It resolves with one answer per value, in the order of the values, and has changed nothing else.
   * - It is pure: the same value gives the same answer, whatever was mapped before.
   * - It never throws for a record: what cannot be mapped is a dead letter whose text holds no value of the record (I10, I11).
   *   What it does throw is a bug.
   * - It may be called while another call is still running.
   * - It sets no time limit. A caller may stop waiting, but nothing interrupts an expression that runs.
   */
  map(values: readonly JsonObject[]): Promise<Mapped[]>;
}
