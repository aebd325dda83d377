import type { Outcome } from '#libs/model/contribution.js';
import type { Batch } from '#libs/model/batch.js';

/** What a commit adds to a stream's counts beside the outcomes. */
export interface Tally {
  readonly sameVersionChanged: number;
  /** Filter rule → records. */
  readonly filteredBy: ReadonlyMap<string, number>;
  /** `table:code` → how often it was applied without a canonical word. */
  readonly unmapped: ReadonlyMap<string, number>;
}

/** More codes than this in one stream mean that a whole column is wrong; the rest is counted together. */
const MOST_CODES = 200;

export function countOutcomes(batch: Batch, outcomes: readonly Outcome[], sameVersionChanged: number): Tally {
  const filteredBy = new Map<string, number>();
  const unmapped = new Map<string, number>();
  batch.items.forEach(({ mapped }, index) => {
    if (mapped.outcome === 'filtered' && outcomes[index] === 'filtered') add(filteredBy, mapped.rule);
    if (mapped.outcome !== 'contributions' || outcomes[index] !== 'applied') return;
    for (const { table, code } of mapped.unmapped)
      add(unmapped, unmapped.size < MOST_CODES ? `${table}:${code}` : 'other:codes');
  });
  return { sameVersionChanged, filteredBy, unmapped };
}

const add = (counts: Map<string, number>, name: string): void =>
  void counts.set(name, (counts.get(name) ?? 0) + 1);
