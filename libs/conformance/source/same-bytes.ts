import { isDeepStrictEqual } from 'node:util';
import type { SourceCheck } from './check.js';
import { readFresh, readWhole } from './reading.js';

export const sameBytes: SourceCheck = {
  name: 'same-bytes',
  sentence:
    'A record that is read twice has the same bytes, the same value or fault and the same position, so that the ledger knows it again (I4).',
  async run(driver, tell) {
    await driver.fill();
    const { records } = await readWhole(driver);
    for (const limit of driver.limits) {
      const again = (await readFresh(driver, undefined, limit)).records;
      for (const [at, record] of records.entries()) {
        const other = again[at];
        const name = driver.nameOf(record);
        if (other === undefined) tell(`${name}: did not come again at a limit of ${limit}`);
        else if (!Buffer.from(record.raw).equals(other.raw))
          tell(`${name}: has other bytes at a limit of ${limit}`);
        else if (!isDeepStrictEqual([record.value, record.fault], [other.value, other.fault]))
          tell(`${name}: has the same bytes and another value at a limit of ${limit}`);
        else if (record.position !== other.position) tell(`${name}: stands at another position`);
      }
    }
  },
};
