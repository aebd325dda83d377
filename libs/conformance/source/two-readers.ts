import type { Offset, PullSource } from '#libs/sources/source.js';
import type { SourceCheck } from './check.js';
import type { SourceDriver } from './driver.js';
import { soon } from './patience.js';
import { firstBatch, namesOf, readOn, readWhole, type Step, withSource } from './reading.js';
import { errorText, isDeclared, sequenceTrouble } from './words.js';

export const twoReaders: SourceCheck = {
  name: 'two-readers',
  sentence:
    'One source is called once at a time. Two sources over one system may be called at once: one that lost its lease and does not know it disturbs its successor in nothing, and throws nothing but what is declared.',
  async run(driver, tell) {
    await driver.fill();
    const whole = namesOf(driver, (await readWhole(driver)).records);
    const limit = Math.max(2, Math.floor(whole.length / 5));
    await withSource(driver, async (stale) => {
      const step = await firstBatch(driver, stale, limit);
      if (step.next === undefined) return;
      await stale.committed(step.next);
      const [successor, old] = await Promise.all([
        takeOver(driver, step, limit),
        soon(driver, goOnUnaware(stale, step.next, limit)),
      ]);
      const trouble = sequenceTrouble(whole.slice(step.count), successor);
      if (trouble !== undefined) tell(`the successor: ${trouble}`);
      if (old.state === 'late') tell('the one that lost its lease does not come to an end');
      if (old.state === 'failed' && !isDeclared(old.error))
        tell(`the one that lost its lease throws ${errorText(old.error)}`);
    });
  },
};

/** As a reader begins, reads and commits, while another is at work. */
const takeOver = (driver: SourceDriver, { next }: Step, limit: number): Promise<readonly string[]> =>
  withSource(driver, async (source) => {
    if (next !== undefined) await source.committed(next);
    const { records } = await readOn(driver, source, next, limit, (batch) => source.committed(batch.next));
    return namesOf(driver, records);
  });

/** Reads on from its last checkpoint and repeats that commit; what it reads is refused by the ledger, so it commits nothing more. */
async function goOnUnaware(source: PullSource, from: Offset, limit: number): Promise<void> {
  const { signal } = new AbortController();
  for (let reads = 0; reads < 6; reads += 1) {
    await source.read(from, limit, signal);
    await source.committed(from);
  }
}
