import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Client } from 'pg';
import { startAnyKafka, type AnyKafka } from '#libs/local/any-kafka.js';
import { removeCompose } from '#libs/local/compose.js';
import { hasKafkaJars } from '#libs/local/kafka-jars.js';
import { kafkaWay } from '#libs/local/prerequisites.js';
import { startPostgres, type LocalPostgres } from '#libs/local/start-postgres.js';

/** The database and the broker that the demo starts for itself, and never any other. */
export interface DemoServices {
  readonly postgres: LocalPostgres;
  readonly kafka: AnyKafka;
  /** URL of the ledger's own database, and of the pretend housing system's. */
  readonly ledgerUrl: string;
  readonly housingUrl: string;
  stop(): Promise<void>;
}

export interface DemoPorts {
  readonly postgres: number;
  readonly kafka: number;
}

export async function startServices(
  state: string,
  ports: DemoPorts,
  say: (line: string) => void,
): Promise<DemoServices> {
  const jarsDir = join(state, 'kafka');
  const project = composeProject(state);
  // asked before anything starts; a reset must know that there are containers
  if (kafkaWay(hasKafkaJars(jarsDir)) === 'docker') {
    mkdirSync(state, { recursive: true });
    writeFileSync(composeNote(state), project);
  }
  const [postgres, kafka] = await bothOrNone(
    startPostgres({ dir: join(state, 'postgres'), port: ports.postgres }),
    startAnyKafka({ dir: join(state, 'broker'), jarsDir, port: ports.kafka, project, report: say }),
  );
  const stop = async (): Promise<void> => {
    await Promise.allSettled([kafka.stop(), postgres.stop()]);
  };
  try {
    const ledgerUrl = await database(postgres.url, 'lintel_demo');
    const housingUrl = await database(postgres.url, 'housing');
    return { postgres, kafka, ledgerUrl, housingUrl, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Deletes the containers and what they stored, where Kafka ran in some. */
export async function removeContainers(state: string): Promise<void> {
  const note = composeNote(state);
  if (!existsSync(note)) return;
  await removeCompose(readFileSync(note, 'utf8'));
  rmSync(note);
}

const composeNote = (state: string): string => join(state, 'compose-project');

/** Two checkouts on one machine have containers of their own. */
const composeProject = (state: string): string =>
  `lintel-demo-${createHash('sha256').update(resolve(state)).digest('hex').slice(0, 8)}`;

/** Where one cannot start, the other is stopped again. */
async function bothOrNone(
  first: Promise<LocalPostgres>,
  second: Promise<AnyKafka>,
): Promise<readonly [LocalPostgres, AnyKafka]> {
  const [postgres, kafka] = await Promise.allSettled([first, second]);
  if (postgres.status === 'fulfilled' && kafka.status === 'fulfilled') return [postgres.value, kafka.value];
  if (postgres.status === 'fulfilled') await postgres.value.stop();
  if (kafka.status === 'fulfilled') await kafka.value.stop();
  throw postgres.status === 'rejected' ? postgres.reason : (kafka as PromiseRejectedResult).reason;
}

/** Makes the database where it is missing; gives its URL. */
async function database(url: string, name: string): Promise<string> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [name]);
    if (rowCount === 0) await client.query(`create database ${name}`);
  } finally {
    await client.end();
  }
  const own = new URL(url);
  own.pathname = `/${name}`;
  return own.href;
}
