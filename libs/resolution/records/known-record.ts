import type { LinkClaim, Mapped } from '#libs/model/contribution.js';
import type { HeldReference, HistoryEntry } from '../fold/accepted-contribution.js';
import type { JsonObject } from '#libs/model/json.js';
import type { EntityKind } from '#libs/model/kinds.js';
import type { Reference } from '#libs/model/reference.js';
import { kindOf, type Version } from '#libs/model/version.js';

/** One contribution of a record, as the ledger stores it. */
export interface StoredContribution {
  readonly part: string;
  readonly kind: EntityKind;
  /** Id of the entity that it speaks of; absent until the commit that brings the contribution has settled. */
  readonly entity?: string;
  /** Arrival number of the record when it first said this part. */
  readonly arrival: number;
  /** Without the held references. */
  readonly identity: readonly Reference[];
  readonly held: readonly HeldReference[];
  readonly links: readonly LinkClaim[];
  readonly fields: JsonObject;
  /** ISO in UTC. */
  readonly changedAt?: string;
  /** One entry per accepted version that has history fields. */
  readonly history: readonly HistoryEntry[];
  /** The newest version that did not have this part. What older versions said in the part was taken back by it. '' where there is none. */
  readonly floor: string;
}

/** What the ledger knows of one record. `take` changes it in place; the commit then writes what is `dirty`, `changed` or `removed`. */
export interface KnownRecord {
  readonly id: number;
  readonly key: string;
  /** SHA-256 of the newest accepted version, hex. '' while the record is new. */
  hash: string;
  /** Hash of the mapping that it was accepted under, hex. */
  mappingHash: string;
  /** Its newest version, as `versionText` gives it. '' where the stream has no versions. */
  version: string;
  state: 'new' | 'applied' | 'filtered';
  /** When its newest version was read (ISO); '' while the record is new. */
  readonly readAt: string;
  raw: Uint8Array | undefined;
  /** Part → contribution, as it is now. */
  readonly parts: Map<string, StoredContribution>;
  /** Must the record itself be written? */
  dirty: boolean;
  /** Stored parts that the record does not have any more. */
  readonly removed: Map<string, StoredContribution>;
  /** Parts that are new, or that differ from what is stored. */
  readonly changed: Set<string>;
}

/** A record that was never read before. */
export const newRecord = (id: number, key: string): KnownRecord => ({
  id,
  key,
  hash: '',
  mappingHash: '',
  version: '',
  state: 'new',
  readAt: '',
  raw: undefined,
  parts: new Map(),
  dirty: false,
  removed: new Map(),
  changed: new Set(),
});

/** The version as the ledger stores it: kind and sort text. '' where there is none. */
export const versionText = (version: Version | undefined): string =>
  version === undefined ? '' : `${version.kind} ${version.sort}`;

/**
 * Is `version` older than `other`? Both are texts of `versionText`. Versions of two kinds do not compare, which happens where a stream is
 * read by another column than before: then, and where a version is missing, the later arrival counts as the newer one.
 */
export const isOlder = (version: string, other: string): boolean =>
  version < other && kindOf(version) === kindOf(other);

/**
 * Has the record been read again since this replayed one came? It counts where versions do not tell the two apart: without it a dead letter that
 * is replayed late would bring back an older value.
 */
export const isOvertaken = (known: KnownRecord, version: string, arrivedAt: string | undefined): boolean =>
  arrivedAt !== undefined &&
  known.readAt > arrivedAt &&
  (version === '' || version === known.version || kindOf(version) !== kindOf(known.version));

/** Tells a contribution apart from all others of the ledger: record id and part as one text. */
export const contributionId = ({ recordId, part }: ContributionKey): string => `${recordId} ${part}`;

/** Where a contribution is stored. */
export interface ContributionKey {
  readonly recordId: number;
  readonly part: string;
}

/** One record as it was read and mapped. */
export interface IncomingRecord {
  readonly raw: Uint8Array;
  /** SHA-256 over `raw`, hex. */
  readonly hash: string;
  readonly mappingHash: string;
  /** Its arrival number: it counts the records that the whole ledger took in. */
  readonly arrival: number;
  /** Of a record that is replayed: when it came, ISO. */
  readonly arrivedAt?: string;
  readonly mapped: Exclude<Mapped, { outcome: 'dead-letter' }>;
}
