import type { PullSource, SourceBatch } from '#libs/sources/source.js';
import type { SourceCheck } from './check.js';
import type { SourceDriver } from './driver.js';
import { afterTurns, becomes, scattered, soon, turnsOf } from './patience.js';
import { firstBatch, lookFirst, narrowest, widest, withSource } from './reading.js';
import { errorText, isDeclared } from './words.js';

type Tell = (finding: string) => void;
const MOMENTS = 5;

export const letsGo: SourceCheck = {
  name: 'lets-go',
  sentence:
    'Opening does no I/O. close ends what is under way; whenever it is called, no connection or file of the source stays open.',
  async run(driver, tell) {
    await driver.fill();
    const before = await driver.handles();
    /** False, and told, where something is left. */
    const nothingLeft = async (when: string): Promise<boolean> => {
      const isFree = await becomes(driver, async () => (await driver.handles()) <= before);
      if (!isFree) tell(`${when}: something stays open`);
      return isFree;
    };
    await openOnly(driver, tell);
    if (!(await nothingLeft('opened and closed'))) return;

    const half = driver.open();
    await firstBatch(driver, half, narrowest(driver));
    await closed(driver, half, 'closed after a batch', tell);
    if (!(await nothingLeft('closed after a batch'))) return;

    if (driver.goSilent !== undefined) {
      const unheard = driver.open();
      await firstBatch(driver, unheard, narrowest(driver));
      await driver.goSilent();
      await closed(driver, unheard, 'closed while the system is silent', tell);
      const isFree = await nothingLeft('closed while the system is silent');
      await driver.comeBack();
      if (!isFree) return;
    }

    for (const limit of [narrowest(driver), widest(driver)]) {
      const turns = await withSource(driver, async (source) => {
        await lookFirst(driver, source, undefined);
        return turnsOf(() => readOnce(source, limit));
      });
      for (const turn of scattered(MOMENTS, turns)) {
        const when = `closed in turn ${turn} of ${turns} of a read of ${limit}`;
        await closeInTheMiddle(driver, limit, turn, (finding) => tell(`${when}: ${finding}`));
        if (!(await nothingLeft(when))) return;
      }
    }
  },
};

/** A system that is away shows what is asked of it too early. */
async function openOnly(driver: SourceDriver, tell: Tell): Promise<void> {
  const touches = driver.touches?.();
  await driver.goAway();
  try {
    const source = driver.open();
    await afterTurns(3);
    await closed(driver, source, 'closed without a read', tell);
  } catch (error) {
    tell(`opening throws ${errorText(error)}`);
  } finally {
    await driver.comeBack();
  }
  if (driver.touches?.() !== touches) tell('opening asks the system for something');
}

/** The read that is under way ends too, with what it has or an error that is declared: its reader has gone. */
async function closeInTheMiddle(
  driver: SourceDriver,
  limit: number,
  turn: number,
  tell: Tell,
): Promise<void> {
  const source = driver.open();
  await lookFirst(driver, source, undefined);
  const reading = readOnce(source, limit);
  reading.catch(() => undefined);
  await afterTurns(turn);
  await closed(driver, source, 'close', tell);
  const read = await soon(driver, reading);
  if (read.state === 'late') tell('the read does not end');
  if (read.state === 'failed' && !isDeclared(read.error)) tell(`the read throws ${errorText(read.error)}`);
}

async function closed(driver: SourceDriver, source: PullSource, when: string, tell: Tell): Promise<void> {
  const closing = await soon(driver, source.close());
  if (closing.state === 'late') tell(`${when}: it does not return`);
  if (closing.state === 'failed') tell(`${when}: it throws ${errorText(closing.error)}`);
}

const readOnce = (source: PullSource, limit: number): Promise<SourceBatch> =>
  source.read(undefined, limit, new AbortController().signal);
