import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ConfigError, TransientError } from '#libs/canonical/errors.js';
import { Ledger } from '#libs/ledger/ledger.js';
import { syncHealth, type SyncHealth } from '#libs/ledger/queries/sync-health.js';
import { DEMO_STATE, type DemoState } from '../connection.js';
import { takeLock } from '../local/lock.js';
import { removePostgres } from '../local/postgres.js';
import { requireFreePort } from '../local/ports.js';
import { print } from '../output.js';
import { startChild, type Child } from './children.js';
import { drained } from './drained.js';
import { Screen } from './screen.js';
import { demoSecrets, type DemoSecrets } from './secrets.js';
import { startServices, type DemoServices } from './services.js';

export interface DemoOptions {
  readonly once: boolean;
  readonly reset: boolean;
}

const STATE = resolve('.lintel');
const CONNECTORS = 'universal-housing,drs-scheduler,contractor-hact,finance-ubl';

/** Runs the demo until Ctrl-C, or once to its end. Gives the exit code. */
export async function runDemo(options: DemoOptions): Promise<number> {
  refuseForeignServices();
  mkdirSync(STATE, { recursive: true });
  const lock = takeLock(join(STATE, 'demo.lock'), 'The demo');
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stop.abort());
  try {
    if (options.reset) reset();
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

function reset(): void {
  removePostgres(join(STATE, 'postgres'));
  for (const name of ['broker', 'finance', 'secrets.json', 'logs'])
    rmSync(join(STATE, name), { recursive: true, force: true });
}

const port = (name: string, usual: number): number => Number(process.env[name] ?? usual);

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
    const simulator = startSimulator(services, state, options.once);
    children.push(simulator.child);
    await untilOrEnded(simulator.seeded, simulator.child, 'The simulator', stop);
    children.push(startConnector(state));
    const ledger = await openLedger(state, children.at(-1), stop);
    try {
      await untilReady(httpPort, children.at(-1), stop);
      print(addresses(state, Date.now() - started));
      if (options.once) return await balance(ledger, state, services, simulator.child, stop);
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

function demoState(services: DemoServices, httpPort: number, secrets: DemoSecrets): DemoState {
  const housing = new URL(services.housingUrl);
  return {
    databaseUrl: services.ledgerUrl,
    brokers: services.kafka.brokers.join(','),
    prefix: 'demo',
    httpPort,
    environment: {
      UH_HOST: housing.hostname,
      UH_PORT: housing.port,
      UH_DATABASE: 'housing',
      UH_USER: 'lintel_ro',
      UH_PASSWORD: secrets.housing,
      DRS_USER: 'drs',
      DRS_PASSWORD: secrets.scheduler,
      CONTRACTOR_USER: 'contractor',
      CONTRACTOR_PASSWORD: secrets.contractor,
      CONTRACTOR_SIGNING_KEY: secrets.signingKey,
      FINANCE_DROP: join(STATE, 'finance'),
    },
  };
}

function startConnector(state: DemoState): Child {
  const env = {
    ...state.environment,
    DATABASE_URL: state.databaseUrl,
    KAFKA_BROKERS: state.brokers,
    LINTEL_PREFIX: state.prefix,
    LINTEL_CONNECTORS: CONNECTORS,
    LINTEL_HTTP_PORT: String(state.httpPort),
  };
  return startChild('dist/apps/connector/main.js', env, join(STATE, 'logs', 'connector.log'));
}

function startSimulator(
  services: DemoServices,
  state: DemoState,
  once: boolean,
): { child: Child; seeded: Promise<void> } {
  const seeded = Promise.withResolvers<void>();
  const env = {
    ...simulatorSettings(),
    ...state.environment,
    SIM_DATABASE_URL: services.housingUrl,
    SIM_READER_USER: state.environment['UH_USER'] ?? '',
    SIM_READER_PASSWORD: state.environment['UH_PASSWORD'] ?? '',
    LINTEL_URL: `http://127.0.0.1:${state.httpPort}`,
    ...(once ? { SIM_STOP_WHEN: 'quiet', SIM_RATE: '0' } : {}),
  };
  const child = startChild(
    'dist/apps/simulator/main.js',
    env,
    join(STATE, 'logs', 'simulator.log'),
    (line) => {
      if (line.includes('"simulator":"seeded"')) seeded.resolve();
    },
  );
  return { child, seeded: seeded.promise };
}

const simulatorSettings = (): Record<string, string> =>
  Object.fromEntries(
    Object.entries(process.env).flatMap(([name, value]) =>
      name.startsWith('SIM_') && value !== undefined ? [[name, value]] : [],
    ),
  );

/** Waits for one thing, unless the program it depends on ends first. */
async function untilOrEnded(
  done: Promise<unknown>,
  child: Child,
  name: string,
  stop: AbortSignal,
): Promise<void> {
  const ended = child.ended.then((code) => {
    if (!stop.aborted && code !== 0)
      throw new TransientError('demo-child-ended', `${name} ended with code ${code}; see .lintel/logs.`);
  });
  const stopped = new Promise<void>((resolve) =>
    stop.addEventListener('abort', () => resolve(), { once: true }),
  );
  await Promise.race([done, ended, stopped]);
}

async function openLedger(state: DemoState, app: Child | undefined, stop: AbortSignal): Promise<Ledger> {
  let code: number | undefined;
  void app?.ended.then((it) => (code = it));
  for (;;) {
    try {
      return await Ledger.attach({ url: state.databaseUrl, applicationName: 'lintel demo', poolSize: 2 });
    } catch (error) {
      const waiting = error instanceof ConfigError && error.code === 'no-ledger';
      if (!waiting || stop.aborted) throw error;
      if (code !== undefined)
        throw new TransientError(
          'demo-child-ended',
          `The connector app ended with code ${code}; see .lintel/logs/connector.log.`,
        );
      await sleep(200);
    }
  }
}

async function untilReady(httpPort: number, app: Child | undefined, stop: AbortSignal): Promise<void> {
  let ended = false;
  void app?.ended.then(() => (ended = true));
  while (!stop.aborted) {
    if (ended)
      throw new TransientError(
        'demo-child-ended',
        'The connector app ended; see .lintel/logs/connector.log.',
      );
    const answer = await fetch(`http://127.0.0.1:${httpPort}/readyz`).catch(() => undefined);
    if (answer?.ok) return;
    await sleep(200);
  }
}

const addresses = (state: DemoState, milliseconds: number): string =>
  [
    '',
    `Ready after ${(milliseconds / 1000).toFixed(1)} s.`,
    `  sync health   http://127.0.0.1:${state.httpPort}/sync-health   (npx lintel sync-health)`,
    `  metrics       http://127.0.0.1:${state.httpPort}/metrics`,
    `  Kafka         ${state.brokers}   topics ${state.prefix}.work-order.v0 and the like`,
    `  finance drop  ${state.environment['FINANCE_DROP'] ?? ''}`,
    '  logs          .lintel/logs',
    '',
  ].join('\n');

async function showUntilStopped(
  ledger: Ledger,
  children: readonly Child[],
  stop: AbortSignal,
): Promise<number> {
  const screen = new Screen(process.stdout);
  print('Ctrl-C stops everything.\n');
  const ended = Promise.race(children.map((it) => it.ended));
  let over = false;
  void ended.then(() => (over = true));
  while (!stop.aborted && !over) {
    screen.show(await syncHealth(ledger, new Date()));
    await sleep(process.stdout.isTTY ? 2_000 : 10_000, undefined, { signal: stop }).catch(() => undefined);
  }
  if (over && !stop.aborted) print('A part of the demo ended by itself; see .lintel/logs.');
  return over && !stop.aborted ? 1 : 0;
}

async function balance(
  ledger: Ledger,
  state: DemoState,
  services: DemoServices,
  simulator: Child,
  stop: AbortSignal,
): Promise<number> {
  const screen = new Screen(process.stdout);
  const showing = setInterval(
    () =>
      void syncHealth(ledger, new Date()).then(
        (it: SyncHealth) => screen.show(it),
        () => undefined,
      ),
    5_000,
  );
  const code = await simulator.ended.finally(() => clearInterval(showing));
  if (stop.aborted) return 130;
  if (code !== 0)
    throw new TransientError(
      'demo-child-ended',
      `The simulator ended with code ${code}; see .lintel/logs/simulator.log.`,
    );
  print('The simulator is silent. Draining every stream …');
  await drained(ledger, new Date(), state.environment['FINANCE_DROP'] ?? '', (it) => screen.show(it), stop);
  if (stop.aborted) return 130;
  print("Comparing ledger and Kafka with the simulator's own truth …\n");
  const env = {
    DATABASE_URL: state.databaseUrl,
    KAFKA_BROKERS: state.brokers,
    LINTEL_PREFIX: state.prefix,
    SIM_DATABASE_URL: services.housingUrl,
  };
  const comparing = startChild(
    'dist/apps/simulator/balance/main.js',
    env,
    join(STATE, 'logs', 'balance.log'),
    print,
  );
  return comparing.ended;
}
