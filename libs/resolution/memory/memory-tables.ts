import type { LedgerStream } from '#libs/model/batch.js';
import type { KnownReference } from '../identity/resolve.js';
import { newRecord, type KnownRecord } from '../records/known-record.js';
import type { Decision, StoredEntity, LoadedContribution } from '../settle/reads.js';
import type { HeldKey } from '../settle/held-changes.js';

/** The tables of the ledger in memory. */
export interface MemoryTables {
  /** By stream and key, as `recordName` writes them. */
  readonly records: Map<string, { readonly stream: LedgerStream; readonly record: KnownRecord }>;
  /** Ids of records, read or not, by the same name. */
  readonly ids: Map<string, number>;
  /** By reference key. */
  readonly references: Map<string, KnownReference>;
  readonly entities: Map<string, StoredEntity>;
  /** By `heldName`. */
  readonly held: Map<string, HeldKey & { readonly decision: Decision | undefined }>;
}

/** The tables of a new ledger. */
export const emptyTables = (): MemoryTables => ({
  records: new Map(),
  ids: new Map(),
  references: new Map(),
  entities: new Map(),
  held: new Map(),
});

const recordName = (stream: LedgerStream, key: string): string =>
  JSON.stringify([stream.connector, stream.name, key]);

/** The id of a record. One that was not read yet gets its id now. */
export function recordId({ ids }: MemoryTables, stream: LedgerStream, key: string): number {
  const name = recordName(stream, key);
  const id = ids.get(name) ?? ids.size + 1;
  ids.set(name, id);
  return id;
}

/** By key: copies of the stored records, and new records for other keys. As with a database, a change counts only after `storeRecords`. */
export function knownRecords(
  tables: MemoryTables,
  stream: LedgerStream,
  keys: readonly string[],
): ReadonlyMap<string, KnownRecord> {
  return new Map(
    keys.map((key) => {
      const stored = tables.records.get(recordName(stream, key));
      return [key, stored ? copy(stored.record) : newRecord(recordId(tables, stream, key), key)];
    }),
  );
}

/** Stores these records of one stream. */
export function storeRecords(
  tables: MemoryTables,
  stream: LedgerStream,
  records: Iterable<KnownRecord>,
): void {
  for (const record of records)
    if (record.state !== 'new')
      tables.records.set(recordName(stream, record.key), { stream, record: copy(record) });
}

const copy = (record: KnownRecord): KnownRecord => ({
  ...record,
  parts: new Map(record.parts),
  dirty: false,
  removed: new Map(),
  changed: new Set(),
});

/** Every stored contribution. It walks over all records, so it is for small histories only. */
export const allContributions = ({ records }: MemoryTables): readonly LoadedContribution[] =>
  [...records.values()].flatMap(({ stream, record }) =>
    [...record.parts.values()].map((contribution) => ({
      ...contribution,
      connector: stream.connector,
      stream: stream.name,
      system: stream.system,
      key: record.key,
      version: record.version,
      recordId: record.id,
      entity: contribution.entity ?? '',
    })),
  );
