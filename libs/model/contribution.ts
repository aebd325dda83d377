import type { JsonObject } from './json.js';
import type { EntityKind, LinkType } from './kinds.js';
import type { Reference } from './reference.js';
import type { Version } from './version.js';

/** A contribution's claim that its entity is tied to whatever this reference identifies, known already or not. */
export interface LinkClaim {
  readonly type: LinkType;
  readonly reference: Reference;
}

/** What one record says about one entity. The ledger knows it by (connector, stream, record key, part). */
export interface Contribution {
  /** '' where the record speaks as a whole; else the number of the part within it (an invoice line), or its position from 1. */
  readonly part: string;
  readonly kind: EntityKind;
  /** At least one. All of them name the same entity. Each is normalised as its scheme says. */
  readonly identity: readonly Reference[];
  /** Entities that this one is tied to, and does not become one with. */
  readonly links: readonly LinkClaim[];
  /**
   * Fields of the kind's model. An absent field says nothing; `null` says that there is none. Collections are arrays of objects, each
   * with a `ref`.
   */
  readonly fields: JsonObject;
  /** When this was so, as the system says: an ISO instant in UTC. Where two contributions differ, it decides before the version does. */
  readonly changedAt?: string;
}

/** A code that its code table does not know. It is published raw with `state: unmapped`, and sync health counts it (I7). */
export interface UnmappedCode {
  readonly table: string;
  readonly code: string;
}

/**
 * What the mapping made of one record: contributions, a filter that left it out, or a dead letter. Of contributions the ledger then decides
 * whether they are applied, unchanged or superseded.
 */
export type Mapped =
  | {
      readonly outcome: 'contributions';
      /** Names the record within its stream. */
      readonly key: string;
      /** Absent in streams without versions: there the order of arrival decides. */
      readonly version?: Version;
      readonly contributions: readonly Contribution[];
      /** Every code in the record that no code table knew. */
      readonly unmapped: readonly UnmappedCode[];
    }
  | { readonly outcome: 'filtered'; readonly key: string; readonly version?: Version; readonly rule: string }
  | {
      readonly outcome: 'dead-letter';
      /** Absent where the record could not be read far enough to find its key. */
      readonly key?: string;
      /** Why it could not be applied; stable. */
      readonly code: string;
      /** Path in the mapping or the record. */
      readonly path?: string;
      /** Plain words without any value of the record (I10). */
      readonly message: string;
    };

/**
 * How a record ends, exactly one of these for every record that is read (I3). `applied`: it changed what the ledger holds. `unchanged`: the
 * ledger held the same already. `superseded`: a newer version of the record came before it. `filtered`: a filter of the mapping left it
 * out. `dead-letter`: it could not be applied, and is kept for replay.
 */
export const OUTCOMES = ['applied', 'unchanged', 'superseded', 'filtered', 'dead-letter'] as const;
/** One of OUTCOMES. */
export type Outcome = (typeof OUTCOMES)[number];
