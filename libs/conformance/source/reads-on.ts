import { canonicalJson } from '#libs/model/json.js';
import type { SourceCheck } from './check.js';
import type { SourceDriver } from './driver.js';
import { namesOf, placesOf, type Reading, readFresh, readWhole, type Step, withSource } from './reading.js';
import { sequenceTrouble, setTrouble } from './words.js';

/** Places to read on from, for each limit; fewer once more has been added. */
const MOST_PLACES = 40;
const FEW_PLACES = 8;

export const readsOn: SourceCheck = {
  name: 'reads-on',
  sentence:
    'Every record comes once, in the same order at every limit; a fresh source that reads on from the offset of any batch gives exactly the rest.',
  async run(driver, tell) {
    const filled = await driver.fill();
    const whole = namesOf(driver, (await readWhole(driver)).records);
    const trouble = setTrouble(filled, whole);
    if (trouble !== undefined) tell(`the whole: ${trouble}`);

    const readings: Reading[] = [];
    for (const limit of driver.limits) {
      const reading = await readFresh(driver, undefined, limit);
      readings.push(reading);
      const other = sequenceTrouble(whole, namesOf(driver, reading.records));
      if (other !== undefined) tell(`at most ${limit} at a time: ${other}`);
      if (limit === 1) tellWhereSeveralShareAnOffset(reading, tell);
      await tellIdle(driver, reading, tell);
    }
    const places = (most: number) => readings.flatMap((reading) => placesOf(reading, most));
    await readOnFrom(driver, places(MOST_PLACES), whole, [], tell);
    await readOnFrom(driver, places(FEW_PLACES), whole, await driver.add(), tell);
  },
};

/** From each place, with the limits in turn: what is left of `whole`, in its order, then what was added. */
async function readOnFrom(
  driver: SourceDriver,
  places: readonly Step[],
  whole: readonly string[],
  added: readonly string[],
  tell: (finding: string) => void,
): Promise<void> {
  for (const [at, { next, count }] of places.entries()) {
    const limit = driver.limits[at % driver.limits.length] ?? 1;
    const names = namesOf(driver, (await readFresh(driver, next, limit)).records);
    const rest = whole.slice(count);
    const trouble =
      next === undefined && added.length > 0
        ? setTrouble([...rest, ...added], names) // for one that begins only now, nothing was added
        : (sequenceTrouble(rest, names.slice(0, rest.length)) ?? setTrouble(added, names.slice(rest.length)));
    if (trouble !== undefined) tell(`read on after ${count} records, at most ${limit} at a time: ${trouble}`);
  }
}

function tellWhereSeveralShareAnOffset({ steps }: Reading, tell: (finding: string) => void): void {
  steps.reduce((before: Step, after) => {
    if (after.count > before.count + 1)
      tell(`at a limit of 1, ${after.count - before.count} records came at once`);
    return after;
  });
}

/** Where nothing has come, nothing may move: an offset that changes for ever would be committed for ever. */
async function tellIdle(
  driver: SourceDriver,
  { steps }: Reading,
  tell: (finding: string) => void,
): Promise<void> {
  const { next } = steps.at(-1) ?? steps[0];
  await withSource(driver, async (source) => {
    const { signal } = new AbortController();
    const batch = await source.read(next, driver.limits[0], signal);
    if (batch.records.length > 0) tell('a drained source hands over records again');
    else if (canonicalJson(batch.next) !== canonicalJson(next)) tell('a drained source moves its offset');
    if (batch.more) tell('a drained source says that there is more');
  });
}
