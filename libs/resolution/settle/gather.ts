import { foundId } from '../identity/found-id.js';
import type { KnownReference } from '../identity/resolve.js';
import type { KnownRecord } from '../records/known-record.js';
import { referenceKey } from '#libs/model/reference.js';
import type { HeldRow, LedgerReads, LoadedContribution } from './reads.js';
import { idOf, namedReferences } from './current-contribution.js';

/** All that identity is decided on: whatever hangs together by references, held ones too. */
export interface Gathered {
  readonly known: ReadonlyMap<string, KnownReference>;
  /** Entities as they were before, each with all its contributions in `stored`. */
  readonly entitiesBefore: ReadonlySet<string>;
  readonly stored: readonly LoadedContribution[];
  /** By contribution id. */
  readonly held: ReadonlyMap<string, readonly HeldRow[]>;
}

/**
 * I5: what is held is decided on everything that a held reference ties together, not only on what spoke last. Usually nothing is held,
 * and the first round is the only one; where something is, whatever it ties is asked for at once, not link by link. `stirred`:
 * entities to look at though no record of theirs changed.
 */
export async function gather(
  reads: LedgerReads,
  touched: readonly KnownRecord[],
  stirred: readonly string[],
): Promise<Gathered> {
  const parts = touched.flatMap((it) => [...it.parts.values(), ...it.removed.values()]);
  const known = new Map<string, KnownReference>();
  const held = new Map<string, readonly HeldRow[]>();
  const stored: LoadedContribution[] = [];
  const before = new Set<string>();
  const asked = new Set<string>();
  let looked = false;
  let keys = new Set(parts.flatMap(namedReferences).map(referenceKey));
  let reached = new Set([...stirred, ...parts.flatMap((it) => it.entity ?? [])]);
  while (keys.size > 0 || reached.size > 0) {
    keys.forEach((key) => asked.add(key));
    const [references, rows] = [await reads.references([...keys]), await reads.held([...keys])];
    for (const [key, one] of references) {
      known.set(key, one);
      if (one.entity !== undefined) reached.add(one.entity);
      // what still speaks of an id that nobody else spoke of, when it comes back
      else if (one.founded !== undefined) reached.add(foundId(one.reference));
    }
    for (const row of rows) {
      held.set(idOf(row), [...(held.get(idOf(row)) ?? []), row]);
      if (row.entity !== undefined) reached.add(row.entity);
    }
    const fresh = [...reached].filter((id) => !before.has(id));
    fresh.forEach((id) => before.add(id));
    const found = await reads.contributions(fresh);
    stored.push(...found);
    keys = new Set(
      found
        .flatMap(namedReferences)
        .map(referenceKey)
        .filter((key) => !asked.has(key)),
    );
    const isTied: boolean = !looked && (rows.length > 0 || found.some((it) => it.held.length > 0));
    reached = new Set(isTied ? await reads.tied([...before]) : []);
    looked ||= isTied;
  }
  return { known, entitiesBefore: before, stored, held };
}
