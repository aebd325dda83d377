import type { AcceptedContribution } from '../fold/accepted-contribution.js';
import type { KnownReference } from '../identity/resolve.js';
import type { ContributionKey } from '../records/known-record.js';
import type { JsonObject } from '#libs/model/json.js';
import type { EntityKind } from '#libs/model/kinds.js';

/** A stored contribution with everything that the fold needs, and where it is stored. */
export interface LoadedContribution extends AcceptedContribution, ContributionKey {
  /** Id of the entity that it belongs to; '' while it belongs to none. */
  readonly entity: string;
}

/** An entity as it is stored: its newest documents, and how many versions each of its two topics has. */
export interface StoredEntity {
  readonly id: string;
  readonly kind: EntityKind;
  /** `state` of the main document: `current`, `merged` or `withdrawn`. */
  readonly state: string;
  /** Version of the main document; 0 before the first. */
  readonly version: number;
  /** Version of the personal document; 0 before the first. */
  readonly personalVersion: number;
  readonly main: JsonObject;
  readonly personal: JsonObject | undefined;
}

/** What an administrator has decided about a held reference. One without a decision is open. */
export type Decision = 'approved' | 'refused';

/** A reference that is held in a contribution, or was. Rows with a decision stay, so that it counts when the record comes again. */
export interface HeldRow extends ContributionKey {
  /** Reference key. */
  readonly ref: string;
  readonly decision: Decision | undefined;
  /** Id of the entity that the contribution belongs to now; absent where the contribution is gone. */
  readonly entity: string | undefined;
}

/**
 * What `settle` asks of the ledger. The ledger gives one to each commit, inside its transaction and under its lock, so that all answers
 * are of the moment before the commit; the ledger in memory gives one over its maps. `settle` makes one call at a time. Every question is
 * about many keys at once; a question about none costs nothing. What is not stored is left out of the answer. A method of the ledger
 * throws TransientError where the database does not answer, and the commit ends with it.
 */
export interface LedgerReads {
  /** What is known of these references, by reference key. */
  references(keys: readonly string[]): Promise<ReadonlyMap<string, KnownReference>>;
  /** All contributions that belong to these entities. */
  contributions(entities: readonly string[]): Promise<readonly LoadedContribution[]>;
  /** The held rows of these reference keys, decided on or not. */
  held(references: readonly string[]): Promise<readonly HeldRow[]>;
  /**
   * Entities that held references tie to these, directly or through others. It only saves rounds of questions: an implementation that
   * answers with none is correct too.
   */
  tied(entities: readonly string[]): Promise<readonly string[]>;
  /** Entities with a contribution that links to one of these reference keys. */
  linkers(references: readonly string[]): Promise<readonly string[]>;
  /** Entity id → its UPRN, for those of these entities that are properties and have one. */
  uprns(entities: readonly string[]): Promise<ReadonlyMap<string, string>>;
  /** Entity id → its stored row. */
  entities(ids: readonly string[]): Promise<ReadonlyMap<string, StoredEntity>>;
}
