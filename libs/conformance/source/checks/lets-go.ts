import type { PullSource, SourceBatch } from '#libs/sources/source.js';
import type { SourceCheck } from '../check.js';
import type { SourceDriver } from '../driver.js';
import { afterTurns, becomes, scattered, soon, turnsOf } from '../patience.js';
import { firstBatch, lookFirst, narrowest, widest, withSource } from '../reading.js';
import { errorText } from '../words.js';

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
      const isFree = await becomes(async () => (await driver.handles()) <= before);
      if (!isFree) tell(`${when}: something stays open`);
      return isFree;
    };
    await openOnly(driver, tell);
    if (!(await nothingLeft('opened and closed'))) return;

    const half = driver.open();
    await firstBatch(driver, half, narrowest(driver));
    await closed(half, 'closed after a batch', tell);
    if (!(await nothingLeft('closed after a batch'))) return;

    const turns = await withSource(driver, async (source) => {
      await lookFirst(driver, source, undefined);
      return turnsOf(() => readAll(driver, source));
    });
    for (const turn of scattered(MOMENTS, turns)) {
      await closeInTheMiddle(driver, turn, tell);
      if (!(await nothingLeft(`closed in turn ${turn} of ${turns} of a read`))) return;
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
    await closed(source, 'closed without a read', tell);
  } catch (error) {
    tell(`opening throws ${errorText(error)}`);
  } finally {
    await driver.comeBack();
  }
  if (driver.touches?.() !== touches) tell('opening asks the system for something');
}

/** The read that is under way ends too, in whatever way: its reader has gone. */
async function closeInTheMiddle(driver: SourceDriver, turn: number, tell: Tell): Promise<void> {
  const source = driver.open();
  await lookFirst(driver, source, undefined);
  const reading = readAll(driver, source);
  reading.catch(() => undefined);
  await afterTurns(turn);
  await closed(source, `closed in turn ${turn} of a read`, tell);
  if ((await soon(reading)).state === 'late') tell(`closed in turn ${turn} of a read: the read does not end`);
}

async function closed(source: PullSource, when: string, tell: Tell): Promise<void> {
  const closing = await soon(source.close());
  if (closing.state === 'late') tell(`${when}: close does not return`);
  if (closing.state === 'failed') tell(`${when}: close throws ${errorText(closing.error)}`);
}

const readAll = (driver: SourceDriver, source: PullSource): Promise<SourceBatch> =>
  source.read(undefined, widest(driver), new AbortController().signal);
