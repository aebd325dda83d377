import type { Offset, PullSource, SourceBatch } from '#libs/sources/source.js';
import type { SourceCheck } from './check.js';
import type { SourceDriver } from './driver.js';
import { afterTurns, scattered, soon, turnsOf } from './patience.js';
import {
  firstBatch,
  lookFirst,
  namesOf,
  narrowest,
  readFresh,
  readOn,
  readWhole,
  START,
  type Step,
  widest,
  withSource,
} from './reading.js';
import { errorText, isDeclared, sequenceTrouble } from './words.js';

const MOMENTS = 10;
/** Enough to have sent something. */
const SILENT_TURNS = 500;

export const aborts: SourceCheck = {
  name: 'aborts',
  sentence:
    'A read whose signal aborts, before it or at any moment, returns soon; it hands over nothing, or whole records with the offset after them; a read after it gives exactly the rest.',
  async run(driver, tell) {
    await driver.fill();
    const whole = namesOf(driver, (await readWhole(driver)).records);
    const { steps } = await readFresh(driver, undefined, Math.max(narrowest(driver), 2));
    const middle = steps[Math.floor(steps.length / 2)] ?? START;
    for (const start of [START, middle]) {
      const turns = await withSource(driver, async (source) => {
        await lookFirst(driver, source, start.next);
        return turnsOf(() => source.read(start.next, widest(driver), new AbortController().signal));
      });
      for (const turn of [0, ...scattered(MOMENTS, turns)]) {
        const findings = await abortAt(driver, whole, start, turn);
        const when = turn === 0 ? 'before' : `in turn ${turn} of ${turns}`;
        for (const finding of findings) tell(`from record ${start.count}, aborted ${when}: ${finding}`);
        if (findings.length > 0) return;
      }
    }
    if (driver.goSilent === undefined) return;
    const begun = driver.open();
    const fresh = driver.open();
    await firstBatch(driver, begun, narrowest(driver));
    await driver.goSilent();
    for (const [source, who] of [
      [begun, 'a source in use'],
      [fresh, 'a fresh source'],
    ] as const) {
      await abortedRead(driver, source, undefined, 1, SILENT_TURNS, (finding) =>
        tell(`${who}, aborted while the system is silent: ${finding}`),
      );
      await soon(driver, source.close());
    }
    await driver.comeBack();
  },
};

async function abortAt(
  driver: SourceDriver,
  whole: readonly string[],
  { next, count }: Step,
  turn: number,
): Promise<readonly string[]> {
  const findings: string[] = [];
  const tell = (finding: string): void => void findings.push(finding);
  const rest = whole.slice(count);
  const batch = await withSource(driver, async (source) => {
    await lookFirst(driver, source, next);
    const came = await abortedRead(driver, source, next, widest(driver), turn, tell);
    if (came === undefined) return undefined;
    const again = await readOn(driver, source, next, widest(driver));
    const trouble = sequenceTrouble(rest, namesOf(driver, again.records));
    if (trouble !== undefined) tell(`the same source, asked again: ${trouble}`);
    return came;
  });
  if (batch === undefined) return findings;
  const names = namesOf(driver, batch.records);
  const notFirst = sequenceTrouble(rest.slice(0, names.length), names);
  if (notFirst !== undefined) tell(`what it handed over: ${notFirst}`);
  const { records } = await readFresh(driver, batch.next, widest(driver));
  const trouble = sequenceTrouble(rest.slice(names.length), namesOf(driver, records));
  if (trouble !== undefined) tell(`${names.length} records handed over, then read on: ${trouble}`);
  return findings;
}

/** Undefined: it gave nothing that could be read on from. */
async function abortedRead(
  driver: SourceDriver,
  source: PullSource,
  from: Offset | undefined,
  limit: number,
  turn: number,
  tell: (finding: string) => void,
): Promise<SourceBatch | undefined> {
  const stop = new AbortController();
  if (turn === 0) stop.abort(new Error('stopped by the check'));
  const reading = source.read(from, limit, stop.signal);
  reading.catch(() => undefined);
  await afterTurns(turn);
  stop.abort(new Error('stopped by the check'));
  const settled = await soon(driver, reading);
  if (settled.state === 'done') return settled.value;
  if (settled.state === 'late') tell('it does not return');
  else if (!isDeclared(settled.error)) tell(`it throws ${errorText(settled.error)}`);
  return undefined;
}
