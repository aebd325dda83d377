import { randomBytes } from 'node:crypto';

/** What every part is told by its environment. */
export interface Environments {
  readonly simulator: Readonly<Record<string, string>>;
  readonly connector: (httpPort: number) => Readonly<Record<string, string>>;
  readonly balance: Readonly<Record<string, string>>;
}

export interface Surroundings {
  readonly ledgerUrl: string;
  readonly housingUrl: string;
  readonly brokers: readonly string[];
  /** Where the pretend systems post to. */
  readonly webhookPort: number;
  readonly drop: string;
  readonly connectorsDir: string;
  readonly repairs: number;
  readonly seed: number;
}

const CONNECTORS = 'universal-housing,drs-scheduler,contractor-hact,finance-ubl';
const secret = (): string => randomBytes(18).toString('hex');

export function environments(runtime: Surroundings): Environments {
  const housing = new URL(runtime.housingUrl);
  const systems = {
    UH_HOST: housing.hostname,
    UH_PORT: housing.port,
    UH_DATABASE: housing.pathname.slice(1),
    UH_USER: 'lintel_ro',
    UH_PASSWORD: secret(),
    DRS_USER: 'drs',
    DRS_PASSWORD: secret(),
    CONTRACTOR_USER: 'contractor',
    CONTRACTOR_PASSWORD: secret(),
    CONTRACTOR_SIGNING_KEY: `whsec_${randomBytes(24).toString('base64')}`,
    FINANCE_DROP: runtime.drop,
  };
  const lintel = {
    DATABASE_URL: runtime.ledgerUrl,
    KAFKA_BROKERS: runtime.brokers.join(','),
    LINTEL_PREFIX: 'faults',
  };
  return {
    simulator: {
      ...systems,
      SIM_DATABASE_URL: runtime.housingUrl,
      SIM_READER_USER: systems.UH_USER,
      SIM_READER_PASSWORD: systems.UH_PASSWORD,
      SIM_REPAIRS: String(runtime.repairs),
      SIM_SEED: String(runtime.seed),
      SIM_RATE: '0',
      SIM_STOP_WHEN: 'quiet',
      LINTEL_URL: `http://127.0.0.1:${runtime.webhookPort}`,
    },
    connector: (httpPort) => ({
      ...systems,
      ...lintel,
      LINTEL_CONNECTORS: CONNECTORS,
      LINTEL_CONNECTORS_DIR: runtime.connectorsDir,
      LINTEL_HTTP_PORT: String(httpPort),
    }),
    balance: { ...lintel, SIM_DATABASE_URL: runtime.housingUrl },
  };
}
