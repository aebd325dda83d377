import { basename } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Ledger } from '#libs/ledger/database/ledger.js';
import { syncHealth } from '#libs/ledger/queries/sync-health.js';
import type { DemoState } from '../connection.js';
import { tailOf } from '#libs/local/tethered.js';
import { print } from '../output.js';
import type { Child } from './children.js';
import { Screen } from './screen.js';

export const addresses = (state: DemoState, milliseconds: number): string =>
  [
    '',
    `Ready after ${(milliseconds / 1000).toFixed(1)} s.`,
    `  sync health   http://127.0.0.1:${state.httpPort}/sync-health   (npx lintel sync-health)`,
    `  metrics       http://127.0.0.1:${state.httpPort}/metrics`,
    `  Kafka         ${state.brokers}   topics ${state.prefix}.work-order.v1 and the like`,
    `  finance drop  ${state.environment['FINANCE_DROP'] ?? ''}`,
    '  logs          .lintel/logs',
    '',
  ].join('\n');

/** One live line per stream until Ctrl-C, or until a part ends by itself. Gives the exit code. */
export async function showUntilStopped(
  ledger: Ledger,
  children: readonly Child[],
  stop: AbortSignal,
): Promise<number> {
  const screen = new Screen(process.stdout);
  print('Ctrl-C stops everything.\n');
  const ended = Promise.race(children.map(async (child) => ({ child, code: await child.ended })));
  let over: Awaited<typeof ended> | undefined;
  void ended.then((first) => (over = first));
  while (!stop.aborted && !over) {
    screen.show(await syncHealth(ledger, new Date()));
    await sleep(process.stdout.isTTY ? 2_000 : 10_000, undefined, { signal: stop }).catch(() => undefined);
  }
  if (!over || stop.aborted) return 0;
  print(endOf(over.child, over.code));
  return 1;
}

/** Which part ended, how, and its last words. */
const endOf = ({ logFile }: Child, code: number): string =>
  `The ${basename(logFile, '.log')} ended by itself with code ${code}. The end of ${logFile}:\n${tailOf(logFile)}`;
