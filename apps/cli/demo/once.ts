import type { Ledger } from '#libs/ledger/database/ledger.js';
import { CLOCK } from '#libs/deadlines/clock-fact.js';
import { syncHealth } from '#libs/ledger/queries/sync-health.js';
import { setPaused } from '#libs/ledger/ports/stream-health.js';
import type { DemoState } from '../connection.js';
import { print } from '../output.js';
import type { Child } from './children.js';
import { drained } from './drained.js';
import { startBalance } from './programs.js';
import { untilOrEnded } from './ready.js';
import { Screen } from './screen.js';
import type { DemoServices } from './services.js';

export interface OnceParts {
  readonly ledger: Ledger;
  readonly state: DemoState;
  readonly services: DemoServices;
  readonly simulator: Child;
  readonly connector: Child;
}

const INTERRUPTED = 130;

/** Lets the pretend systems say everything, drains every stream, compares. Gives the exit code: 0 only where all agree. */
export async function once(parts: OnceParts, stop: AbortSignal): Promise<number> {
  const { ledger, simulator, connector } = parts;
  const screen = new Screen(process.stdout);
  const look = async (): Promise<void> => screen.show(await syncHealth(ledger, new Date()));
  const showing = setInterval(() => void look().catch(() => undefined), 2_000);
  const silent = untilOrEnded(simulator.ended, simulator, 'simulator', stop);
  await untilOrEnded(silent, connector, 'connector', stop).finally(() => clearInterval(showing));
  if (stop.aborted) return INTERRUPTED;
  print('The simulator is silent. Draining every stream …');
  // time alone would go on making events while they are compared
  await setPaused(ledger, CLOCK.connector, CLOCK.stream, true);
  try {
    return await compare(parts, screen, stop);
  } finally {
    await setPaused(ledger, CLOCK.connector, CLOCK.stream, false);
  }
}

async function compare(parts: OnceParts, screen: Screen, stop: AbortSignal): Promise<number> {
  const { ledger, state, services, connector } = parts;
  const drop = state.environment['FINANCE_DROP'] ?? '';
  const empty = drained(ledger, new Date(), drop, (it) => screen.show(it), stop);
  await untilOrEnded(empty, connector, 'connector', stop);
  if (stop.aborted) return INTERRUPTED;
  print("Comparing ledger and Kafka with the simulator's own truth …\n");
  return await startBalance(services, state, print).ended;
}
