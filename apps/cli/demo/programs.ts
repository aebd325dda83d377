import { join } from 'node:path';
import type { DemoState } from '../connection.js';
import { startChild, type Child } from './children.js';
import { STATE } from './demo-state.js';
import type { DemoServices } from './services.js';

const CONNECTORS = 'universal-housing,drs-scheduler,contractor-hact,finance-ubl';

export function startConnector(state: DemoState): Child {
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

/** `seeded` resolves when the estate stands. */
export function startSimulator(
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

/** Compares ledger and Kafka with the simulator's truth; ends with 0 only where all agree. */
export function startBalance(services: DemoServices, state: DemoState, print: (line: string) => void): Child {
  const env = {
    DATABASE_URL: state.databaseUrl,
    KAFKA_BROKERS: state.brokers,
    LINTEL_PREFIX: state.prefix,
    SIM_DATABASE_URL: services.housingUrl,
  };
  return startChild('dist/apps/simulator/balance/main.js', env, join(STATE, 'logs', 'balance.log'), print);
}
