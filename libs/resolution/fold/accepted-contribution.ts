import type { LinkClaim } from '#libs/model/contribution.js';
import type { JsonObject } from '#libs/model/json.js';
import type { EntityKind } from '#libs/model/kinds.js';
import type { Reference } from '#libs/model/reference.js';

/** The history fields of one accepted version of a record. */
export interface HistoryEntry {
  /** As `versionText` writes it; '' where the stream has no versions. */
  readonly version: string;
  /** Arrival number of the record; it decides where versions do not (I5). */
  readonly arrival: number;
  /** SHA-256 of the record that said it, hex. */
  readonly hash: string;
  /** Name of the history field → its items. */
  readonly items: JsonObject;
}

/** A reference that identifies nothing until somebody approves it, since it would join entities that are not joined unasked. */
export interface HeldReference extends Reference {
  /** An administrator has refused it: it stays held. */
  readonly refused?: true;
}

/** A contribution as the ledger holds it: what the newest accepted version says, and the history fields of every accepted version. */
export interface AcceptedContribution {
  readonly connector: string;
  readonly stream: string;
  /** The system that the connector reads. `ref` of an element is a number of this system, unless the element names another. */
  readonly system: string;
  /** Key of the record within its stream. */
  readonly key: string;
  readonly part: string;
  readonly kind: EntityKind;
  /** As `versionText` writes it. */
  readonly version: string;
  readonly arrival: number;
  /** Without the held references. */
  readonly identity: readonly Reference[];
  readonly held: readonly HeldReference[];
  readonly links: readonly LinkClaim[];
  readonly fields: JsonObject;
  /** ISO in UTC. */
  readonly changedAt?: string;
  readonly history: readonly HistoryEntry[];
}

/** Who contributed it, as published in `by`: `universal-housing/orders`. */
export const contributorOf = ({
  connector,
  stream,
}: Pick<AcceptedContribution, 'connector' | 'stream'>): string => `${connector}/${stream}`;
