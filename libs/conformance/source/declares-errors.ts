import { ConfigError } from '#libs/model/errors.js';
import type { PullSource } from '#libs/sources/source.js';
import type { SourceCheck } from './check.js';
import type { SourceDriver } from './driver.js';
import { soon } from './patience.js';
import { firstBatch, namesOf, narrowest, readFresh, readWhole, widest } from './reading.js';
import { errorText, isDeclared, sequenceTrouble } from './words.js';

type Tell = (finding: string) => void;

export const declaresErrors: SourceCheck = {
  name: 'declares-errors',
  sentence:
    'While the system does not answer, read throws TransientError or ConfigError and close ends without one; once it answers again, a fresh source gives exactly the rest.',
  async run(driver, tell) {
    await driver.fill();
    const whole = namesOf(driver, (await readWhole(driver)).records);
    const begun = driver.open();
    const { next, count } = await firstBatch(driver, begun, narrowest(driver));
    const fresh = driver.open();
    await driver.goAway();
    try {
      await expectDeclared(() => begun.read(next, 1, never()), 'a source in use', tell);
      await expectDeclared(() => fresh.read(undefined, 1, never()), 'a fresh source', tell);
      if (next !== undefined) await allowDeclared(() => fresh.committed(next), 'committed', tell);
      await closeQuietly(driver, begun, tell);
      await closeQuietly(driver, fresh, tell);
    } finally {
      await driver.comeBack();
    }
    const { records } = await readFresh(driver, next, widest(driver));
    const trouble = sequenceTrouble(whole.slice(count), namesOf(driver, records));
    if (trouble !== undefined) tell(`once it was back: ${trouble}`);

    const hopeless = driver.openHopeless?.();
    if (hopeless === undefined) return;
    const refused = await soon(driver, hopeless.read(undefined, 1, never()));
    await closeQuietly(driver, hopeless, tell);
    if (refused.state !== 'failed' || !(refused.error instanceof ConfigError))
      tell('what can never work as configured is not a ConfigError');
  },
};

const never = (): AbortSignal => new AbortController().signal;

/** The system's own patience counts here, so nothing is said of how long it takes. */
async function expectDeclared(ask: () => Promise<unknown>, who: string, tell: Tell): Promise<void> {
  try {
    await ask();
    tell(`${who} reads from a system that does not answer`);
  } catch (error) {
    if (!isDeclared(error)) tell(`${who} throws ${errorText(error)}`);
  }
}

async function allowDeclared(ask: () => Promise<unknown>, who: string, tell: Tell): Promise<void> {
  try {
    await ask();
  } catch (error) {
    if (!isDeclared(error)) tell(`${who} throws ${errorText(error)}`);
  }
}

async function closeQuietly(driver: SourceDriver, source: PullSource, tell: Tell): Promise<void> {
  const closed = await soon(driver, source.close());
  if (closed.state === 'late') tell('close does not return');
  if (closed.state === 'failed') tell(`close throws ${errorText(closed.error)}`);
}
