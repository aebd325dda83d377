import type { ReadItem } from '#libs/model/batch.js';
import type { Outcome } from '#libs/model/contribution.js';

/** Codes that tell of a changed source rather than of an odd record. */
const STRUCTURAL = new Set([
  'wrong-field-count',
  'wrong-root',
  'no-watermark',
  'column-gone',
  'does-not-fit',
  'ragged-row',
  'unreadable-file',
  'no-key',
  'no-identity',
  'expression-failed',
]);

/**
 * A renamed column makes every record a dead letter. More than `limit` structural ones among the last `window` records: the stream
 * stops itself and says so, before it has refused a whole backlog.
 */
export class StructuralWatch {
  #last: boolean[] = [];

  constructor(
    private readonly limit = 100,
    private readonly window = 200,
  ) {}

  /** True: stop. */
  see(items: readonly Pick<ReadItem, 'mapped'>[], outcomes: readonly Outcome[]): boolean {
    const structural = items.map(
      ({ mapped }, index) =>
        outcomes[index] === 'dead-letter' && mapped.outcome === 'dead-letter' && STRUCTURAL.has(mapped.code),
    );
    this.#last = [...this.#last, ...structural].slice(-this.window);
    return this.#last.filter(Boolean).length > this.limit;
  }
}
