import type { LinkClaim, Mapped } from '#libs/model/contribution.js';
import type { HeldReference, HistoryEntry } from '../fold/accepted-contribution.js';
import type { JsonObject } from '#libs/model/json.js';
import type { EntityKind } from '#libs/model/kinds.js';
import type { Reference } from '#libs/model/reference.js';
import { kindOf, type Version } from '#libs/model/version.js';

/** A contribution as stored. */
export interface StoredContribution {
  readonly part: string;
  readonly kind: EntityKind;
  /** Absent until the commit that first hears of it has settled. */
  readonly entity?: string;
  readonly arrival: number;
  /** Without those that are held. */
  readonly identity: readonly Reference[];
  readonly held: readonly HeldReference[];
  readonly links: readonly LinkClaim[];
  readonly fields: JsonObject;
  readonly changedAt?: string;
  readonly history: readonly HistoryEntry[];
  /** The newest version without this part: what older ones said in it was taken back. '' for none. */
  readonly floor: string;
}

/** What the ledger knows of one record, as it changes in the course of a commit. */
export interface KnownRecord {
  readonly id: number;
  readonly key: string;
  hash: string;
  mappingHash: string;
  /** Kind and sort text of its version, '' where the stream has none. */
  version: string;
  state: 'new' | 'applied' | 'filtered';
  raw: Uint8Array | undefined;
  readonly parts: Map<string, StoredContribution>;
  /** Anything to write? */
  dirty: boolean;
  /** Parts that were there before and are not any more. */
  readonly removed: Map<string, StoredContribution>;
  /** Parts that are new or other than before. */
  readonly changed: Set<string>;
}

export const newRecord = (id: number, key: string): KnownRecord => ({
  id,
  key,
  hash: '',
  mappingHash: '',
  version: '',
  state: 'new',
  raw: undefined,
  parts: new Map(),
  dirty: false,
  removed: new Map(),
  changed: new Set(),
});

export const versionText = (version: Version | undefined): string =>
  version === undefined ? '' : `${version.kind} ${version.sort}`;

/**
 * Older within one kind of version. Two kinds do not compare (a stream is read by another column than before): there, and where a
 * version is missing, arrival decides, and everything that was said under the other kind counts as earlier.
 */
export const isOlder = (a: string, b: string): boolean => a < b && kindOf(a) === kindOf(b);

/** Names a contribution among all of a ledger. */
export const contributionId = (recordId: number, part: string): string => `${recordId} ${part}`;

/** One record as it came, mapped. */
export interface IncomingRecord {
  readonly raw: Uint8Array;
  readonly hash: string;
  readonly mappingHash: string;
  /** Counts acceptances over the whole ledger. */
  readonly arrival: number;
  readonly mapped: Exclude<Mapped, { outcome: 'dead-letter' }>;
}
