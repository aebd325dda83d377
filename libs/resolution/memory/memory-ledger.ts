import type { Batch, LedgerStream } from '#libs/model/batch.js';
import type { Outcome } from '#libs/model/contribution.js';
import type { Origin } from '#libs/model/kinds.js';
import type { FoldRules } from '../fold/document.js';
import type { KnownRecord } from '../records/known-record.js';
import { keysOf, takeBatch } from '../records/take-batch.js';
import { entityChanges, type NewEvent } from '../settle/events.js';
import type { HeldKey } from '../settle/held-changes.js';
import type { Decision, StoredEntity } from '../settle/reads.js';
import { settle, type Settled, type ChangesToSettle } from '../settle/settle.js';
import { memoryReads } from './memory-reads.js';
import { emptyTables, heldName, knownRecords, recordId, storeRecords } from './memory-tables.js';

/** A reference of a record, as an administrator decides on it. */
export interface ReferenceToDecide {
  readonly stream: LedgerStream;
  readonly key: string;
  readonly part: string;
  /** Reference key. */
  readonly ref: string;
}

/**
 * A whole ledger without a database: the same decisions by the same functions, kept in maps. It says what PostgreSQL must hold after
 * these records.
 */
export class MemoryLedger {
  readonly #tables = emptyTables();
  readonly #rules: FoldRules;
  readonly #linkersAtOnce: number;
  readonly #waiting = new Set<string>();
  #arrivals = 0;
  /** Every event, in order. */
  readonly events: NewEvent[] = [];

  /** `linkersAtOnce`: entities that only link to what a commit changed, and are folded with it; others wait for `relink`. */
  constructor(rules: FoldRules, linkersAtOnce = Infinity) {
    this.#rules = rules;
    this.#linkersAtOnce = linkersAtOnce;
  }

  /** One outcome per item. */
  async commit(batch: Batch): Promise<readonly Outcome[]> {
    const known = knownRecords(this.#tables, batch.stream, keysOf(batch));
    const { outcomes } = takeBatch(batch, known, new Set(), this.#arrivals);
    const founding = this.#arrivals + batch.items.length + 1;
    const records = [...known.values()];
    await this.#settle({ read: { stream: batch.stream, records } }, founding, batch.origin);
    return outcomes;
  }

  /** Approves, refuses, or (undefined) takes the decision back; also of what is not held, or not read yet. */
  async decide({ stream, key, part, ref }: ReferenceToDecide, decision: Decision | undefined): Promise<void> {
    const at = { recordId: recordId(this.#tables, stream, key), part, ref };
    const [record] = knownRecords(this.#tables, stream, [key]).values();
    const entity = record?.parts.get(part)?.entity;
    this.#tables.held.set(heldName(at), { ...at, decision });
    await this.#settle({ decided: entity === undefined ? [] : [entity] }, this.#arrivals + 1, 'live');
  }

  /** Folds some of those that wait. Gives whether there were any. */
  async relink(most: number): Promise<boolean> {
    const relinked = [...this.#waiting].slice(0, most);
    relinked.forEach((id) => this.#waiting.delete(id));
    await this.#settle({ relinked }, this.#arrivals + 1, 'live');
    return relinked.length > 0;
  }

  /** What is held, decided or not. */
  get held(): readonly (HeldKey & { readonly decision: Decision | undefined })[] {
    return [...this.#tables.held.values()];
  }

  /** Every entity that ever was. */
  get entities(): readonly StoredEntity[] {
    return [...this.#tables.entities.values()];
  }

  /** Entities that somebody speaks of. */
  get current(): readonly StoredEntity[] {
    return this.entities.filter((it) => it.state === 'current');
  }

  async #settle(stirred: ChangesToSettle, founding: number, origin: Origin): Promise<void> {
    const settled = await settle(
      memoryReads(this.#tables),
      stirred,
      this.#rules,
      founding,
      this.#linkersAtOnce,
    );
    const changes = entityChanges(settled, origin);
    if (stirred.read) storeRecords(this.#tables, stirred.read.stream, stirred.read.records);
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
      const said = parts?.get(part);
      if (said) parts?.set(part, { ...said, entity, identity, held });
    }
    for (const [key, known] of changedReferences) this.#tables.references.set(key, known);
    for (const at of held.added) this.#tables.held.set(heldName(at), { ...at, decision: undefined });
    for (const at of held.dropped) this.#tables.held.delete(heldName(at));
  }
}
