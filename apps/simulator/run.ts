import type { Pool } from 'pg';
import { deliver } from './contractor/deliver.js';
import { openDeliveries } from './contractor/outbox.js';
import type { Target } from './contractor/post.js';
import { openFiles } from './finance/outbox.js';
import { enduring } from './database.js';
import { supplier } from './finance/supply.js';
import { heldTransactions, type HeldTransactions } from './live/held.js';
import { dueLateOrders, openLateOrders, writeLateOrder } from './live/late-orders.js';
import { live } from './live/live.js';
import { estateOf, londonNow } from './live/world.js';
import { pause } from './pause.js';
import { random } from './random.js';
import type { Report } from './report.js';
import { numbersOf } from './seed/numbers.js';

export interface RunInput {
  readonly db: Pool;
  readonly target: Target;
  /** Where the finance files are dropped. */
  readonly financeDrop: string;
  /** Changes a second; 0: nothing but what is planned happens. */
  readonly rate: number;
  readonly seed: number;
  /** `quiet`: end when everything that is planned has been told. `stopped`: only by `stop`. */
  readonly until: 'quiet' | 'stopped';
  readonly stop: AbortSignal;
  readonly report: Report;
}

/**
 * Runs a seeded estate: the housing system lives, scheduler and contractor post, finance drops files. Resolves when
 * it was stopped or is quiet, with no transaction open and nothing half-written.
 */
export async function run(input: RunInput): Promise<'quiet' | 'stopped'> {
  const { db, report } = input;
  const ending = new AbortController();
  const stop = AbortSignal.any([input.stop, ending.signal]);
  const held = heldTransactions(db, stop);
  const client = await db.connect();
  const numbers = await numbersOf(client).finally(() => client.release());
  const world = {
    db,
    held,
    numbers,
    estate: await estateOf(db),
    r: random(input.seed ^ Date.now()),
    now: londonNow,
  };
  report({ simulator: 'running', rate: input.rate });
  let quiet = false;
  const supply = supplier(db, input.financeDrop);
  const writeLate = lateWriter(db, held);
  const lasting = (loop: () => Promise<void>): Promise<void> => enduring(loop, stop, report);
  const parts = [
    lasting(() => deliver(db, input.target, stop, report)),
    lasting(() => supply(stop)),
    lasting(() => writeLate(stop)),
    lasting(() => live(world, input.rate, stop)),
    lasting(async () => {
      if (input.until === 'quiet' && (await isQuiet(db, held, stop))) {
        quiet = true;
        ending.abort();
      }
    }),
  ];
  // Whatever breaks ends all, and is told by the one that broke.
  const whole = parts.map((part) =>
    part.catch((error: unknown) => {
      ending.abort();
      throw error;
    }),
  );
  const ends = await Promise.allSettled(whole);
  await held.ended();
  for (const end of ends) if (end.status === 'rejected') throw end.reason;
  return quiet ? 'quiet' : 'stopped';
}

/** Orders that are shown late: each in a transaction that stays open for a while. Can be begun again. */
function lateWriter(db: Pool, held: HeldTransactions): (stop: AbortSignal) => Promise<void> {
  const begun = new Set<string>();
  return async (stop) => {
    while (!stop.aborted) {
      for (const late of await dueLateOrders(db)) {
        if (begun.has(late.sid) || held.count() >= MOST_HELD) continue;
        const { ended } = await held.hold(late.holdMs, (client) => writeLateOrder(client, late));
        begun.add(late.sid);
        void ended.then((how) => how === 'lost' && begun.delete(late.sid));
      }
      await pause(200, stop);
    }
  };
}

const MOST_HELD = 5;

/** Waits until all that is planned has been told and no transaction is open; false where it was stopped before. */
async function isQuiet(db: Pool, held: HeldTransactions, stop: AbortSignal): Promise<boolean> {
  while (!stop.aborted) {
    const open =
      held.count() + (await openDeliveries(db)) + (await openFiles(db)) + (await openLateOrders(db));
    if (open === 0) return true;
    await pause(200, stop);
  }
  return false;
}
