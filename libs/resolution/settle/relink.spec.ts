import { strict as assert } from 'node:assert';
import fc from 'fast-check';
import { history, type History } from '../laws/histories.js';
import { AUTHORITY, contents, run, shuffled, takeStep } from '../laws/run.js';
import { MemoryLedger } from '../memory/memory-ledger.js';

/** However few linkers a commit folds, and whenever the others are folded: what comes out is the same (I5). */
async function comesToTheSame(drawn: History, linkersAtOnce: number, every: number): Promise<void> {
  const steps = shuffled(drawn);
  const whole = await run(steps);
  const later = new MemoryLedger({ authority: AUTHORITY }, linkersAtOnce);
  for (const [index, step] of steps.entries()) {
    await takeStep(later, step);
    if (index % every === 0) await later.relink(1);
  }
  while (await later.relink(2));
  assert.deepEqual(contents(later.current), contents(whole.current));
}

test('links that are followed in later commits come to the same', () =>
  fc.assert(fc.asyncProperty(history, fc.constantFrom(0, 1), fc.constantFrom(1, 3, 1_000), comesToTheSame), {
    numRuns: 300,
    seed: 1,
  }));
