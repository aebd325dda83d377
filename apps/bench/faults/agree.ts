import { join } from 'node:path';
import { CLOCK } from '#libs/deadlines/clock-fact.js';
import { TransientError } from '#libs/model/errors.js';
import { setPaused } from '#libs/ledger/ports/stream-health.js';
import { checkLedger } from './checks.js';
import { drained } from './drained.js';
import { startProgram } from './program.js';
import type { World } from './world.js';

export interface Agreement {
  readonly faults: readonly string[];
  /** Exit code of the balance, and what it printed. */
  readonly code: number;
  readonly text: string;
}

/** How long the pretend systems may take to tell all that they planned. */
const SILENT_MS = 300_000;

/** Waits until all is told, read and published; then compares everything with the simulator's own truth. */
export async function agree(
  world: World,
  where: { readonly root: string; readonly logs: string },
  stop: AbortSignal,
): Promise<Agreement> {
  await silent(world, stop);
  // time alone would go on making events while they are compared
  await setPaused(world.ledger, CLOCK.connector, CLOCK.stream, true);
  await drained(world.ledger, world.drop, stop);
  const checks = await checkLedger(world.ledger, world.housingUrl);
  const { code, text } = await balance(world, where);
  const ends = world.apps.flatMap(({ app }, index) =>
    app.ends.map((it) => `connector app ${index + 1} ended by itself with code ${it}`),
  );
  return {
    code,
    text,
    faults: [...ends, ...checks, ...(code === 0 ? [] : [`the balance ended with code ${code}`])],
  };
}

/** The balance alone: what ledger and Kafka hold now against the truth. */
export async function balance(
  world: World,
  { root, logs }: { readonly root: string; readonly logs: string },
): Promise<Pick<Agreement, 'code' | 'text'>> {
  const lines: string[] = [];
  const program = startProgram({
    root,
    file: 'dist/apps/simulator/balance/main.js',
    env: world.environments.balance,
    log: join(logs, 'balance.log'),
    onLine: (line) => void lines.push(line),
  });
  const code = await program.ended;
  return { code, text: lines.join('\n') };
}

async function silent(world: World, stop: AbortSignal): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const timer = setTimeout(
    () => reject(new TransientError('bench-simulator', 'The pretend systems do not come to an end.')),
    SILENT_MS,
  );
  stop.addEventListener('abort', () => reject(stop.reason as Error), { once: true });
  void world.simulator.finished.then(resolve);
  await promise.finally(() => clearTimeout(timer));
}
