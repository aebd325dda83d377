import type { SourceCheck } from './check.js';
import { namesOf, narrowest, readFresh, readWhole, widest } from './reading.js';
import { sequenceTrouble } from './words.js';

export const changesNothing: SourceCheck = {
  name: 'changes-nothing',
  sentence:
    'Reading changes nothing at the system (I1, I9), and two readers at the same time each get everything.',
  async run(driver, tell) {
    await driver.fill();
    const before = await driver.fingerprint();
    const whole = namesOf(driver, (await readWhole(driver)).records);
    if ((await driver.fingerprint()) !== before) tell('the system is not as it was before it was read');
    const both = await Promise.all([
      readFresh(driver, undefined, narrowest(driver)),
      readFresh(driver, undefined, widest(driver)),
    ]);
    if ((await driver.fingerprint()) !== before)
      tell('the system is not as it was before two readers read it');
    for (const { records } of both) {
      const trouble = sequenceTrouble(whole, namesOf(driver, records));
      if (trouble !== undefined) tell(`one of two readers: ${trouble}`);
    }
  },
};
