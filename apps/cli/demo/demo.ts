import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigError } from '#libs/model/errors.js';
import { DEMO_STATE } from '../connection.js';
import { takeLock } from '#libs/local/lock.js';
import { removePostgres } from '#libs/local/start-postgres.js';
import { requireFreePort } from '#libs/local/ports.js';
import { print } from '../output.js';
import type { Child } from './children.js';
import { demoState, STATE } from './demo-state.js';
import { once } from './once.js';
import { startConnector, startSimulator } from './programs.js';
import { openLedger, untilOrEnded, untilReady } from './ready.js';
import { demoSecrets } from './secrets.js';
import { removeContainers, startServices } from './services.js';
import { addresses, showUntilStopped } from './show.js';

export interface DemoOptions {
  readonly once: boolean;
  readonly reset: boolean;
}

/** Runs the demo until Ctrl-C, or once to its end. Gives the exit code. */
export async function runDemo(options: DemoOptions): Promise<number> {
  refuseForeignServices();
  mkdirSync(STATE, { recursive: true });
  const lock = takeLock(join(STATE, 'demo.lock'), 'The demo');
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stop.abort());
  try {
    if (options.reset) await reset();
    return await withServices(options, stop.signal);
  } finally {
    rmSync(DEMO_STATE, { force: true });
    lock.release();
  }
}

/** It is a demo and stays one. */
function refuseForeignServices(): void {
  for (const name of ['KAFKA_BROKERS', 'DATABASE_URL'])
    if (process.env[name] !== undefined)
      throw new ConfigError(
        'demo-uses-its-own',
        `${name} is set, but the demo uses only what it starts itself.`,
        undefined,
        `Unset ${name} for the demo, or run \`npx lintel run\` against it.`,
      );
}

async function reset(): Promise<void> {
  await removeContainers(STATE);
  removePostgres(join(STATE, 'postgres'));
  for (const name of ['broker', 'finance', 'secrets.json', 'logs'])
    rmSync(join(STATE, name), { recursive: true, force: true });
}

function port(name: string, usual: number): number {
  const number = Number(process.env[name] ?? usual);
  if (Number.isInteger(number) && number > 0 && number < 65_536) return number;
  throw new ConfigError('bad-setting', `${name} must be a port, 1 to 65535.`);
}

async function withServices(options: DemoOptions, stop: AbortSignal): Promise<number> {
  const started = Date.now();
  const httpPort = port('LINTEL_HTTP_PORT', 8081);
  await requireFreePort(httpPort, 'the connector app', 'LINTEL_HTTP_PORT');
  print('Starting PostgreSQL and Kafka …');
  const ports = { postgres: port('LINTEL_POSTGRES_PORT', 25_432), kafka: port('LINTEL_KAFKA_PORT', 29_092) };
  const services = await startServices(STATE, ports, print);
  const children: Child[] = [];
  try {
    const state = demoState(services, httpPort, demoSecrets(join(STATE, 'secrets.json')));
    mkdirSync(state.environment['FINANCE_DROP'] ?? STATE, { recursive: true });
    writeFileSync(DEMO_STATE, JSON.stringify(state), { mode: 0o600 });
    const { child: simulator, seeded } = startSimulator(services, state, options.once);
    children.push(simulator);
    await untilOrEnded(seeded, simulator, 'simulator', stop);
    const connector = startConnector(state);
    children.push(connector);
    const ledger = await untilOrEnded(openLedger(state, stop), connector, 'connector', stop);
    if (!ledger) return 0;
    try {
      await untilOrEnded(untilReady(httpPort, stop), connector, 'connector', stop);
      if (stop.aborted) return 0;
      print(addresses(state, Date.now() - started));
      if (options.once) return await once({ ledger, state, services, simulator, connector }, stop);
      return await showUntilStopped(ledger, children, stop);
    } finally {
      await ledger.close();
    }
  } finally {
    if (stop.aborted) print('\nStopping …');
    for (const child of children) await child.stop();
    await services.stop();
  }
}
