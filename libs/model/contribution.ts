import type { JsonObject } from './json.js';
import type { EntityKind, LinkType } from './kinds.js';
import type { Reference } from './reference.js';
import type { Version } from './version.js';

/** A claim that the entity is tied to whatever this reference identifies. */
export interface LinkClaim {
  readonly type: LinkType;
  readonly reference: Reference;
}

/** What one record says about one entity. Its key in the ledger: (connector, stream, record key, part). */
export interface Contribution {
  /** '' for what the record says as a whole; else the part's own number (an invoice line), or its position from 1. */
  readonly part: string;
  readonly kind: EntityKind;
  /** At least one. All of them name the same entity. Normalised by their scheme. */
  readonly identity: readonly Reference[];
  readonly links: readonly LinkClaim[];
  /** Fields of the kind's model. Absent: says nothing. `null`: says there is none. Collections are arrays of objects with `ref`. */
  readonly fields: JsonObject;
  /** When the source says this was so: an ISO instant in UTC. Decides between contributions before the version does. */
  readonly changedAt?: string;
}

/** A code that no code table knows. It is published raw with `state: unmapped`, counted and alarmed (I7). */
export interface UnmappedCode {
  readonly table: string;
  readonly code: string;
}

/** What the mapping made of one record. Exactly one of four (the ledger refines the first by what it knows already). */
export type Mapped =
  | {
      readonly outcome: 'contributions';
      readonly key: string;
      readonly version?: Version;
      readonly contributions: readonly Contribution[];
      readonly unmapped: readonly UnmappedCode[];
    }
  | { readonly outcome: 'filtered'; readonly key: string; readonly version?: Version; readonly rule: string }
  | {
      readonly outcome: 'dead-letter';
      readonly key?: string;
      readonly code: string;
      readonly path?: string;
      /** Plain words without any value of the record (I10). */
      readonly message: string;
    };

/** How a record read ends (I3). */
export const OUTCOMES = ['applied', 'unchanged', 'superseded', 'filtered', 'dead-letter'] as const;
export type Outcome = (typeof OUTCOMES)[number];
