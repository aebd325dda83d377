import type { Offset } from '#libs/sources/source.js';
import type { SourceCheck } from './check.js';
import { namesOf, readFresh, readWhole, widest, withSource } from './reading.js';
import { sequenceTrouble, setTrouble } from './words.js';

export const commitsAgain: SourceCheck = {
  name: 'commits-again',
  sentence:
    'committed may be called again, and by another source after a restart: what is there afterwards is the same, and exactly what is not committed yet is still to be read.',
  async run(driver, tell) {
    await driver.fill();
    const whole = namesOf(driver, (await readWhole(driver)).records);
    const limit = Math.max(2, Math.floor(whole.length / 4));
    let count = 0;
    const { steps } = await readFresh(driver, undefined, limit, async (batch) => {
      count += batch.records.length;
      const once = await withSource(driver, async (source) => {
        await source.committed(batch.next);
        return await driver.fingerprint();
      });
      await commitTwice(batch.next);
      if ((await driver.fingerprint()) !== once)
        tell(`committed again after ${count} records, it changed the system again`);
      const rest = namesOf(driver, (await readFresh(driver, batch.next, widest(driver))).records);
      const trouble = sequenceTrouble(whole.slice(count), rest);
      if (trouble !== undefined) tell(`read on after ${count} committed records: ${trouble}`);
    });
    if (count !== whole.length) tell(`with commits in between ${count} records came, not ${whole.length}`);

    const last = steps.at(-1)?.next;
    if (last === undefined) return;
    const added = await driver.add();
    await commitTwice(last);
    const { records } = await readFresh(driver, last, widest(driver));
    const trouble = setTrouble(added, namesOf(driver, records));
    if (trouble !== undefined) tell(`what came in after the last commit: ${trouble}`);

    async function commitTwice(offset: Offset): Promise<void> {
      await withSource(driver, async (source) => {
        await source.committed(offset);
        await source.committed(offset);
      });
    }
  },
};
