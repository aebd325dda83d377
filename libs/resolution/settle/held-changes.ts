import { referenceKey } from '#libs/model/reference.js';
import type { HeldRow } from './reads.js';
import { idOf, type CurrentContribution } from './current-contribution.js';

export interface HeldKey {
  readonly recordId: number;
  readonly part: string;
  /** Reference key. */
  readonly ref: string;
}

/** What is held now and was not, and the other way round. Rows with a decision are never dropped. */
export interface HeldChanges {
  readonly added: readonly HeldKey[];
  readonly dropped: readonly HeldKey[];
}

export function heldChanges(
  contributions: readonly CurrentContribution[],
  rows: ReadonlyMap<string, readonly HeldRow[]>,
): HeldChanges {
  const now = new Map(
    contributions
      .filter((it) => it.held.length > 0)
      .map((it) => [idOf(it), { it, refs: new Set(it.held.map(referenceKey)) }]),
  );
  const known = (id: string): ReadonlySet<string> => new Set(rows.get(id)?.map((row) => row.ref));
  const added = [...now].flatMap(([id, { it, refs }]) =>
    [...refs]
      .filter((ref) => !known(id).has(ref))
      .map((ref) => ({ recordId: it.recordId, part: it.part, ref })),
  );
  const dropped = [...rows.values()]
    .flat()
    .filter((row) => row.decision === undefined && now.get(idOf(row))?.refs.has(row.ref) !== true)
    .map(({ recordId, part, ref }) => ({ recordId, part, ref }));
  return { added, dropped };
}
