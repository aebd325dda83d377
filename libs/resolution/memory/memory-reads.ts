import { UPRN } from '../identity/marks.js';
import { referenceKey } from '#libs/model/reference.js';
import type { LedgerReads } from '../settle/reads.js';
import { contributionId } from '../records/known-record.js';
import { allContributions, type MemoryTables } from './memory-tables.js';

/** LedgerReads over the tables. Every answer comes at once, and none fails. */
export function memoryReads(tables: MemoryTables): LedgerReads {
  return {
    references: (keys) => Promise.resolve(picked(tables.references, keys)),
    contributions: (entities) =>
      Promise.resolve(
        entities.length === 0 ? [] : allContributions(tables).filter((it) => entities.includes(it.entity)),
      ),
    held: (references) => {
      const rows = [...tables.held.values()].filter((it) => references.includes(it.ref));
      if (rows.length === 0) return Promise.resolve([]);
      const entityOf = new Map(allContributions(tables).map((it) => [contributionId(it), it.entity]));
      return Promise.resolve(rows.map((row) => ({ ...row, entity: entityOf.get(contributionId(row)) })));
    },
    tied: () => Promise.resolve([]),
    linkers: (references) => {
      if (references.length === 0) return Promise.resolve([]);
      const linking = allContributions(tables).filter(({ links }) =>
        links.some((link) => references.includes(referenceKey(link.reference))),
      );
      return Promise.resolve([...new Set(linking.map((it) => it.entity))]);
    },
    uprns: (entities) => {
      const known = [...tables.references.values()].flatMap(({ reference, entity }) =>
        reference.scheme === UPRN && entity !== undefined && entities.includes(entity)
          ? [[entity, reference.id] as const]
          : [],
      );
      return Promise.resolve(new Map(known.sort(([, a], [, b]) => (a < b ? 1 : -1))));
    },
    entities: (ids) => Promise.resolve(picked(tables.entities, ids)),
  };
}

function picked<Value>(from: ReadonlyMap<string, Value>, keys: readonly string[]): Map<string, Value> {
  const found = new Map<string, Value>();
  for (const key of keys) {
    const value = from.get(key);
    if (value !== undefined) found.set(key, value);
  }
  return found;
}
