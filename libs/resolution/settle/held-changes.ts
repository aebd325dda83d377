import { referenceKey } from '#libs/model/reference.js';
import type { ContributionKey } from '../records/known-record.js';
import type { CurrentContribution, HeldRows } from './current-contribution.js';

/** A held reference: the contribution that names it, and the reference. */
export interface HeldKey extends ContributionKey {
  /** Reference key. */
  readonly ref: string;
}

/** A held reference as one text, by which it is compared. */
export const heldName = ({ recordId, part, ref }: HeldKey): string => JSON.stringify([recordId, part, ref]);

/** Which references are held that were not, and which are held no longer. Those that somebody decided on are never dropped. */
export interface HeldChanges {
  readonly added: readonly HeldKey[];
  readonly dropped: readonly HeldKey[];
}

/** Compares what these contributions hold with the rows that the ledger has for them. */
export function heldChanges(contributions: readonly CurrentContribution[], rows: HeldRows): HeldChanges {
  const heldNow = contributions.flatMap(({ recordId, part, held }) =>
    [...new Set(held.map(referenceKey))].map((ref): HeldKey => ({ recordId, part, ref })),
  );
  const stored = [...rows.values()].flat();
  const namesNow = new Set(heldNow.map(heldName));
  const storedNames = new Set(stored.map(heldName));
  return {
    added: heldNow.filter((key) => !storedNames.has(heldName(key))),
    dropped: stored
      .filter((row) => row.decision === undefined && !namesNow.has(heldName(row)))
      .map(({ recordId, part, ref }) => ({ recordId, part, ref })),
  };
}
