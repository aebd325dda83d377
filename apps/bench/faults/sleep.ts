import { setTimeout as wait } from 'node:timers/promises';
import type { Ledger } from '#libs/ledger/database/ledger.js';
import type { Alternator } from './alternate.js';
import { freePort } from './local.js';
import { progressOf, untilProgress } from './progress.js';
import type { World } from './world.js';

/** A lease lasts 10 s, a transaction that idles is ended after 10 s, and a standby asks every second. */
const TAKEN_OVER_MS = 15_000;

export interface Sleep {
  readonly takenOverMs: number;
  readonly readAtSleep: number;
  readonly readAtWake: number;
  readonly expected: number;
  readonly inTransaction: boolean;
  readonly faults: readonly string[];
}

/**
 * Two apps over the same streams. The one that holds every lease is stopped in the middle of a commit of the backfill, and woken after
 * `seconds`: by then the other must have gone on, and go on.
 */
export async function sleepAndWake(
  world: World,
  door: Alternator,
  seconds: number,
  stop: AbortSignal,
): Promise<Sleep> {
  const { ledger, expected } = world;
  const [first] = world.apps;
  if (!first) throw new Error('no app');
  await untilProgress(ledger, 'the first app holds the leases', (it) => it.asked > 0, stop);
  const port = await freePort();
  const second = await world.startApp(port);
  door.add(port);
  await untilReady(port, stop);
  const at = await untilProgress(
    ledger,
    'the middle of a commit in the backfill',
    (it) => it.read > 0.2 * expected && it.committing,
    stop,
  );
  const sleeper = first.app.program;
  sleeper.signal('SIGSTOP');
  const begun = Date.now();
  const held = await leasesOf(ledger, sleeper.pid);
  const faults =
    held.length < 2 ? [`the one that was stopped held only ${held.join(', ') || 'nothing'}`] : [];
  const cut = setTimeout(() => door.use(first.port, false), 3_000);
  const takenOverMs = await untilTakenOver(ledger, held, second.program.pid, begun, stop);
  if (takenOverMs > TAKEN_OVER_MS) faults.push(`taken over only after ${takenOverMs} ms`);
  await wait(Math.max(0, begun + seconds * 1000 - Date.now()), undefined, { signal: stop });
  clearTimeout(cut);
  const awake = await progressOf(ledger);
  sleeper.signal('SIGCONT');
  door.use(first.port, true);
  await wait(5_000, undefined, { signal: stop });
  const stolen = await leasesOf(ledger, sleeper.pid);
  if (stolen.length > 0) faults.push(`the woken one took ${stolen.join(', ')} although the other lives`);
  return {
    takenOverMs,
    readAtSleep: at.read,
    readAtWake: awake?.read ?? 0,
    expected,
    inTransaction: at.committing,
    faults,
  };
}

const leasesOf = async (ledger: Ledger, pid: number): Promise<readonly string[]> => {
  const rows = await ledger.ask<{ readonly name: string }>(
    `select name from lease where split_part(holder, ':', 2) = $1 and until > clock_timestamp() order by name`,
    [String(pid)],
  );
  return rows.map((it) => it.name);
};

/** All that the sleeper held is held by the other, and more is read than before. Gives the milliseconds that it took. */
async function untilTakenOver(
  ledger: Ledger,
  held: readonly string[],
  by: number,
  begun: number,
  stop: AbortSignal,
): Promise<number> {
  const before = await progressOf(ledger);
  for (;;) {
    stop.throwIfAborted();
    const taken = await leasesOf(ledger, by);
    if (held.every((name) => taken.includes(name))) break;
    if (Date.now() - begun > 4 * TAKEN_OVER_MS) return Date.now() - begun;
    await wait(50);
  }
  await untilProgress(ledger, 'the other app goes on', (it) => it.asked > (before?.asked ?? 0), stop);
  return Date.now() - begun;
}

async function untilReady(port: number, stop: AbortSignal): Promise<void> {
  for (;;) {
    stop.throwIfAborted();
    const answer = await fetch(`http://127.0.0.1:${port}/readyz`).catch(() => undefined);
    if (answer?.ok === true) return;
    await wait(50);
  }
}
