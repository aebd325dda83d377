import { isDeepStrictEqual } from 'node:util';
import { RecordError } from '#libs/model/errors.js';
import type { PullSource, RawRecord } from '#libs/sources/source.js';
import type { SourceCheck } from './check.js';
import { readWhole, withSource } from './reading.js';
import { errorText } from './words.js';

/** Bytes that no source hands over. */
const GARBAGE = Buffer.from([0x7b, 0xff, 0x00]);

export const parsesAgain: SourceCheck = {
  name: 'parses-again',
  sentence:
    'A record has a value or a fault. parse gives the value of the stored bytes as read gave it, also in a source that has read nothing, and throws RecordError where there was none.',
  async run(driver, tell) {
    await driver.fill();
    const { records } = await readWhole(driver);
    if (!records.some(({ value }) => value !== undefined))
      tell('no record has a value, so nothing was tried');
    await withSource(driver, (source) => {
      for (const record of records) {
        const finding = troubleWith(source, record);
        if (finding !== undefined) tell(`${driver.nameOf(record)}: ${finding}`);
      }
      const finding = refusal(source, GARBAGE);
      if (finding !== undefined) tell(`bytes of no record: ${finding}`);
      return Promise.resolve();
    });
  },
};

function troubleWith(source: PullSource, { raw, value, fault }: RawRecord): string | undefined {
  if ((value === undefined) === (fault === undefined)) return 'has both a value and a fault, or neither';
  if (value === undefined) return refusal(source, raw);
  try {
    return isDeepStrictEqual(source.parse(raw), value)
      ? undefined
      : 'parse gives another value than read did';
  } catch (error) {
    return `parse throws ${errorText(error)}`;
  }
}

/** Undefined: it is refused as it should be. */
function refusal(source: PullSource, raw: Uint8Array): string | undefined {
  try {
    source.parse(raw);
    return 'parse gives a value where read gave none';
  } catch (error) {
    return error instanceof RecordError
      ? undefined
      : `parse throws ${errorText(error)}, which is no RecordError`;
  }
}
