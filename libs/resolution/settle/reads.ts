import type { AcceptedContribution } from '../fold/accepted-contribution.js';
import type { KnownReference } from '../identity/resolve.js';
import type { JsonObject } from '#libs/model/json.js';
import type { EntityKind } from '#libs/model/kinds.js';

/** A contribution with everything the fold needs, and where it is stored. */
export interface LoadedContribution extends AcceptedContribution {
  readonly recordId: number;
  readonly entity: string;
}

/** An entity as it stands: its newest documents and how many versions each topic has counted. */
export interface StoredEntity {
  readonly id: string;
  readonly kind: EntityKind;
  readonly state: string;
  readonly version: number;
  readonly personalVersion: number;
  readonly main: JsonObject;
  readonly personal: JsonObject | undefined;
}

/** What an administrator says of a held reference; without a decision it is open. */
export type Decision = 'approved' | 'refused';

/** A reference that is or was held in a contribution. Rows with a decision stay, so that it holds when the record speaks again. */
export interface HeldRow {
  readonly recordId: number;
  readonly part: string;
  /** Reference key. */
  readonly ref: string;
  readonly decision: Decision | undefined;
  /** The entity that the contribution speaks of now; absent where it is gone. */
  readonly entity: string | undefined;
}

/** What a commit must know of the ledger, asked in bulk: PostgreSQL answers it, and so does a ledger in memory. */
export interface LedgerReads {
  /** By reference key; what was never heard of is left out. */
  references(keys: readonly string[]): Promise<ReadonlyMap<string, KnownReference>>;
  /** All contributions of these entities. */
  contributions(entities: readonly string[]): Promise<readonly LoadedContribution[]>;
  held(references: readonly string[]): Promise<readonly HeldRow[]>;
  /** Entities that held references tie to these, however far round. It only saves rounds: none is an answer too. */
  tied(entities: readonly string[]): Promise<readonly string[]>;
  /** Entities that have a link to one of these references. */
  linkers(references: readonly string[]): Promise<readonly string[]>;
  /** Entity → its UPRN, for the properties among these that have one. */
  uprns(entities: readonly string[]): Promise<ReadonlyMap<string, string>>;
  entities(ids: readonly string[]): Promise<ReadonlyMap<string, StoredEntity>>;
}
