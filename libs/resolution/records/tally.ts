import type { Batch } from '#libs/model/batch.js';
import type { Outcome } from '#libs/model/contribution.js';

/** What a commit adds to the counts of a stream beside the outcomes. */
export interface Tally {
  /** Filter rule → how many records it left out. */
  readonly filteredBy: ReadonlyMap<string, number>;
  /** `table:code` → how many times an applied record had this code, for which the table has no word. */
  readonly unmapped: ReadonlyMap<string, number>;
}

/** More codes than this in one batch mean that a whole column is wrong; further codes are counted together. */
const MOST_CODES = 200;

/** Counts a batch. `outcomes` has one per item of it, in order. */
export function tallyOf(batch: Pick<Batch, 'items'>, outcomes: readonly Outcome[]): Tally {
  const filteredBy = new Map<string, number>();
  const unmapped = new Map<string, number>();
  batch.items.forEach(({ mapped }, index) => {
    if (mapped.outcome === 'filtered' && outcomes[index] === 'filtered') countOne(filteredBy, mapped.rule);
    if (mapped.outcome !== 'contributions' || outcomes[index] !== 'applied') return;
    for (const { table, code } of mapped.unmapped)
      countOne(unmapped, unmapped.size < MOST_CODES ? `${table}:${code}` : 'other:codes');
  });
  return { filteredBy, unmapped };
}

const countOne = (counts: Map<string, number>, name: string): void =>
  void counts.set(name, (counts.get(name) ?? 0) + 1);
