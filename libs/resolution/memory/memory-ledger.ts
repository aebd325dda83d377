import type { Batch, LedgerStream } from '#libs/model/batch.js';
import type { Outcome } from '#libs/model/contribution.js';
import type { Origin } from '#libs/model/kinds.js';
import type { FoldRules } from '../fold/document.js';
import type { KnownRecord } from '../records/known-record.js';
import { keysOf, takeBatch } from '../records/take-batch.js';
import { entityChanges, type NewEvent } from '../settle/events.js';
import { heldName, type HeldKey } from '../settle/held-changes.js';
import type { Decision, StoredEntity } from '../settle/reads.js';
import { settle, type Settled, type ChangesToSettle } from '../settle/settle.js';
import { memoryReads } from './memory-reads.js';
import { emptyTables, knownRecords, recordId, storeRecords } from './memory-tables.js';

/** Which reference of which record an administrator decides on. */
export interface ReferenceToDecide {
  readonly stream: LedgerStream;
  readonly key: string;
  readonly part: string;
  /** Reference key. */
  readonly ref: string;
}

/**
 * A ledger without a database: the same functions decide, and maps keep the rows. It says what PostgreSQL must hold after the same
 * records. One call at a time: it has no lock. It keeps no checkpoints, no dead letters and no raw records, and never throws
 * StaleCheckpoint or TransientError; DataRefused as the ledger does.
 */
export class MemoryLedger {
  readonly #tables = emptyTables();
  readonly #rules: FoldRules;
  readonly #linkersAtOnce: number;
  readonly #waiting = new Set<string>();
  #arrivals = 0;
  /** Every event of its life, in order. */
  readonly events: NewEvent[] = [];

  /** `linkersAtOnce`: how many entities that only link to what a commit changed are folded with it; others wait for `relink`. */
  constructor(rules: FoldRules, linkersAtOnce = Infinity) {
    this.#rules = rules;
    this.#linkersAtOnce = linkersAtOnce;
  }

  /** Takes the batch in. Gives one outcome per item, in order. */
  async commit(batch: Batch): Promise<readonly Outcome[]> {
    const known = knownRecords(this.#tables, batch.stream, keysOf(batch));
    const { outcomes } = takeBatch(batch, known, new Set(), this.#arrivals);
    const founding = this.#arrivals + batch.items.length + 1;
    const records = [...known.values()];
    await this.#settle({ read: { stream: batch.stream, records } }, founding, batch.origin);
    return outcomes;
  }

  /** Writes a decision; undefined takes it back. The reference need not be held now, and its record need not have been read. */
  async decide({ stream, key, part, ref }: ReferenceToDecide, decision: Decision | undefined): Promise<void> {
    const heldKey = { recordId: recordId(this.#tables, stream, key), part, ref };
    const [record] = knownRecords(this.#tables, stream, [key]).values();
    const entity = record?.parts.get(part)?.entity;
    this.#tables.held.set(heldName(heldKey), { ...heldKey, decision });
    await this.#settle({ decided: entity === undefined ? [] : [entity] }, this.#arrivals + 1, 'live');
  }

  /** Folds at most `most` of the entities that wait. False: none waited. */
  async relink(most: number): Promise<boolean> {
    const relinked = [...this.#waiting].slice(0, most);
    relinked.forEach((id) => this.#waiting.delete(id));
    await this.#settle({ relinked }, this.#arrivals + 1, 'live');
    return relinked.length > 0;
  }

  /** Held references, decided on or not. */
  get held(): readonly (HeldKey & { readonly decision: Decision | undefined })[] {
    return [...this.#tables.held.values()];
  }

  /** Every entity that ever existed. */
  get entities(): readonly StoredEntity[] {
    return [...this.#tables.entities.values()];
  }

  /** Entities that have not ended. */
  get current(): readonly StoredEntity[] {
    return this.entities.filter((it) => it.state === 'current');
  }

  async #settle(toSettle: ChangesToSettle, founding: number, origin: Origin): Promise<void> {
    const settled = await settle(
      memoryReads(this.#tables),
      toSettle,
      this.#rules,
      founding,
      this.#linkersAtOnce,
    );
    const changes = entityChanges(settled, origin);
    if (toSettle.read) storeRecords(this.#tables, toSettle.read.stream, toSettle.read.records);
    this.#write(settled);
    changes.rows.forEach((row) => this.#tables.entities.set(row.id, row));
    settled.waiting.forEach((id) => this.#waiting.add(id));
    this.events.push(...changes.events);
    this.#arrivals = founding + settled.changedReferences.size;
  }

  #write({ contributions, changedReferences, held }: Settled): void {
    const byId = new Map<number, KnownRecord>(
      [...this.#tables.records.values()].map(({ record }) => [record.id, record]),
    );
    for (const { recordId, part, entity, identity, held } of contributions) {
      const parts = byId.get(recordId)?.parts;
      const stored = parts?.get(part);
      if (stored) parts?.set(part, { ...stored, entity, identity, held });
    }
    for (const [key, known] of changedReferences) this.#tables.references.set(key, known);
    for (const key of held.added) this.#tables.held.set(heldName(key), { ...key, decision: undefined });
    for (const key of held.dropped) this.#tables.held.delete(heldName(key));
  }
}
