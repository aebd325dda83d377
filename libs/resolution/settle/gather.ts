import { foundId } from '../identity/found-id.js';
import type { KnownReference } from '../identity/resolve.js';
import { contributionId, type KnownRecord } from '../records/known-record.js';
import { referenceKey } from '#libs/model/reference.js';
import type { HeldRow, LedgerReads, LoadedContribution } from './reads.js';
import { namedReferences, type HeldRows } from './current-contribution.js';

/** Everything that the identities of the touched entities depend on: whatever shared or held references tie together. */
export interface Gathered {
  /** Reference key → what the ledger knows of it. */
  readonly known: ReadonlyMap<string, KnownReference>;
  /** Ids of the entities as they were before. All contributions of each are in `stored`. */
  readonly entitiesBefore: ReadonlySet<string>;
  readonly stored: readonly LoadedContribution[];
  readonly held: HeldRows;
}

/**
 * Loads everything that the identities depend on (I5). What is held depends on all that a held reference ties together, not only on what
 * changed last. Usually nothing is held, and one round of questions is enough; where something is, everything that held references
 * tie together is asked for at once rather than tie by tie. `alsoEntities` are looked at though no record of theirs changed.
 */
export async function gather(
  reads: LedgerReads,
  touched: readonly KnownRecord[],
  alsoEntities: readonly string[],
): Promise<Gathered> {
  const parts = touched.flatMap((it) => [...it.parts.values(), ...it.removed.values()]);
  const known = new Map<string, KnownReference>();
  const held = new Map<string, readonly HeldRow[]>();
  const stored: LoadedContribution[] = [];
  const entitiesBefore = new Set<string>();
  const askedKeys = new Set<string>();
  let tiesFollowed = false;
  let keys = new Set(parts.flatMap(namedReferences).map(referenceKey));
  let entities = new Set([...alsoEntities, ...parts.flatMap((it) => it.entity ?? [])]);
  while (keys.size > 0 || entities.size > 0) {
    keys.forEach((key) => askedKeys.add(key));
    const [references, rows] = [await reads.references([...keys]), await reads.held([...keys])];
    for (const [key, reference] of references) {
      known.set(key, reference);
      if (reference.entity !== undefined) entities.add(reference.entity);
      // the reference founded an id that ended: when the id comes back, a contribution may still belong to it
      else if (reference.founded !== undefined) entities.add(foundId(reference.reference));
    }
    for (const row of rows) {
      const id = contributionId(row);
      held.set(id, [...(held.get(id) ?? []), row]);
      if (row.entity !== undefined) entities.add(row.entity);
    }
    const newEntities = [...entities].filter((id) => !entitiesBefore.has(id));
    newEntities.forEach((id) => entitiesBefore.add(id));
    const contributions = await reads.contributions(newEntities);
    stored.push(...contributions);
    const named = contributions.flatMap(namedReferences).map(referenceKey);
    keys = new Set(named.filter((key) => !askedKeys.has(key)));
    const isTied: boolean =
      !tiesFollowed && (rows.length > 0 || contributions.some((it) => it.held.length > 0));
    entities = new Set(isTied ? await reads.tied([...entitiesBefore]) : []);
    tiesFollowed ||= isTied;
  }
  return { known, entitiesBefore, stored, held };
}
