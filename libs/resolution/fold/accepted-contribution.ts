import type { LinkClaim } from '#libs/model/contribution.js';
import type { JsonObject } from '#libs/model/json.js';
import type { EntityKind } from '#libs/model/kinds.js';
import type { Reference } from '#libs/model/reference.js';

/** The `history` parts of one accepted version of a record: history path → items. */
export interface HistoryEntry {
  /** `Version.sort` with its kind before it, '' where the stream gives no version. */
  readonly version: string;
  /** Counts acceptances over the whole ledger; decides where versions do not (I5). */
  readonly arrival: number;
  /** Content hash of the record that said it. */
  readonly hash: string;
  readonly items: JsonObject;
}

/** A reference that identifies nothing until somebody approves, because it would join what must not be joined unasked. */
export interface HeldReference extends Reference {
  /** An administrator has decided that it stays aside. */
  readonly refused?: true;
}

/** A contribution as the ledger holds it: what the newest accepted version says, and every version's history parts. */
export interface AcceptedContribution {
  readonly connector: string;
  readonly stream: string;
  /** The system the connector reads: element references are numbers of this system. */
  readonly system: string;
  readonly key: string;
  readonly part: string;
  readonly kind: EntityKind;
  readonly version: string;
  readonly arrival: number;
  readonly identity: readonly Reference[];
  readonly held: readonly HeldReference[];
  readonly links: readonly LinkClaim[];
  readonly fields: JsonObject;
  readonly changedAt?: string;
  readonly history: readonly HistoryEntry[];
}

export const contributorOf = (from: { readonly connector: string; readonly stream: string }): string =>
  `${from.connector}/${from.stream}`;
