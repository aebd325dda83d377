import type { Pool } from 'pg';
import { deliver, pause } from './contractor/deliver.js';
import { openDeliveries } from './contractor/outbox.js';
import type { Target } from './contractor/post.js';
import { openFiles } from './finance/outbox.js';
import { supply } from './finance/supply.js';
import { heldTransactions, type HeldTransactions } from './live/held.js';
import { dueLateOrders, openLateOrders, writeLateOrder } from './live/late-orders.js';
import { live } from './live/live.js';
import { estateOf, londonNow } from './live/world.js';
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
  /** `quiet`: end when everything that is planned has been told. `told`: only by `stop`. */
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
  const world = { db, held, numbers, estate: await estateOf(db), r: random(input.seed ^ Date.now()), now: londonNow };
  report({ simulator: 'running', rate: input.rate });
  let quiet = false;
  const parts = [
    deliver(db, input.target, stop, report),
    supply(db, input.financeDrop, stop),
    writeLateOrders(db, held, stop),
    live(world, input.rate, stop),
    input.until === 'quiet' ? untilQuiet(db, held, stop).then((is) => (quiet = is)) : undefined,
  ];
  try {
    await Promise.race([...parts.map(async (part) => part), aborted(stop)].filter((part) => part !== undefined));
    await (input.until === 'quiet' ? parts.at(-1) : aborted(stop));
  } finally {
    ending.abort();
    await Promise.allSettled(parts);
    await held.ended();
  }
  return quiet ? 'quiet' : 'stopped';
}
