import { existsSync, readFileSync } from 'node:fs';
import { ConfigError } from '#libs/model/errors.js';
import { Ledger } from '#libs/ledger/database/ledger.js';
import { folderStore, type FolderStore } from '#libs/sources/attachments/folder-store.js';
import { kafkaConnection, type KafkaConnection } from '#libs/ops/kafka-settings.js';
import { databaseTls, DEFAULT_ATTACHMENTS, pem, readSettings } from '#libs/ops/settings.js';

/** Where the demo notes what it started, so that the other commands find it. */
export const DEMO_STATE = '.lintel/demo.json';

export interface DemoState {
  readonly databaseUrl: string;
  readonly brokers: string;
  readonly prefix: string;
  readonly httpPort: number;
  /** Environment of the demo's connectors: hosts, ports, passwords that it made itself. */
  readonly environment: Readonly<Record<string, string>>;
}

export function demoState(): DemoState | undefined {
  return existsSync(DEMO_STATE) ? (JSON.parse(readFileSync(DEMO_STATE, 'utf8')) as DemoState) : undefined;
}

/** The environment, completed by the running demo's where DATABASE_URL is not set. */
export function surroundingEnvironment(): NodeJS.ProcessEnv {
  const demo = process.env['DATABASE_URL'] === undefined ? demoState() : undefined;
  return demo ? { ...demo.environment, ...process.env, DATABASE_URL: demo.databaseUrl } : process.env;
}

/** The ledger that DATABASE_URL names, else the demo's. */
export async function attachLedger(): Promise<Ledger> {
  const env = surroundingEnvironment();
  const url = env['DATABASE_URL'];
  if (url === undefined)
    throw new ConfigError(
      'missing-setting',
      'DATABASE_URL is not set, and no demo is running here.',
      undefined,
      'Set DATABASE_URL to the ledger, or leave `npm start` running in another terminal.',
    );
  const file = env['DATABASE_CA_FILE'];
  const tls = databaseTls(url, file === undefined ? undefined : pem('DATABASE_CA_FILE', file));
  return Ledger.attach({ url, applicationName: 'lintel cli', poolSize: 2, ...(tls ? { tls } : {}) });
}

/** How Kafka is reached: by KAFKA_BROKERS and what belongs to it, else the demo's. Throws the faults of the environment, all at once. */
export function attachKafka(prefix: string): KafkaConnection {
  const demo = process.env['KAFKA_BROKERS'] === undefined ? demoState() : undefined;
  const { settings, errors } = readSettings({
    ...surroundingEnvironment(),
    ...(demo ? { KAFKA_BROKERS: demo.brokers } : {}),
    LINTEL_PREFIX: prefix,
    LINTEL_CONNECTORS: '*',
  });
  if (errors.length > 0) throw new AggregateError(errors);
  return kafkaConnection(settings, 'lintel-cli');
}

/** Opens the ledger, does the work, closes it whatever happens. */
export async function withLedger<Result>(work: (ledger: Ledger) => Promise<Result>): Promise<Result> {
  const ledger = await attachLedger();
  try {
    return await work(ledger);
  } finally {
    await ledger.close();
  }
}

/** Where the attachments lie. */
export const attachmentsFolder = (): string => process.env['LINTEL_ATTACHMENTS'] || DEFAULT_ATTACHMENTS;

export const surroundingAttachments = (): FolderStore => folderStore(attachmentsFolder());
