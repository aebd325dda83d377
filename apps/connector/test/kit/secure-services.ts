import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { ensureKafkaJars, startKafka } from '#libs/local/start-kafka.js';
import { packageRoot } from '#libs/local/package-root.js';
import { freePort } from '#libs/local/ports.js';
import { removePostgres, startPostgres } from '#libs/local/start-postgres.js';
import { makeCertificates, type Certificates } from './certificates.js';

/** A Kafka with SASL_SSL and a PostgreSQL with TLS, as a landlord has them: both certificates of a private authority. */
export interface SecureServices {
  readonly certificates: Certificates;
  /** Of the listener with TLS and login. */
  readonly broker: string;
  /** Of the listener without either. */
  readonly plainBroker: string;
  readonly user: string;
  readonly password: string;
  /** Of the superuser; says nothing of TLS. */
  readonly databaseUrl: string;
  /** Whether each connection under this application name is encrypted; `undefined` where there is none. */
  encrypted(applicationName: string): Promise<boolean | undefined>;
  stop(): Promise<void>;
}

export async function startSecureServices(): Promise<SecureServices> {
  const dir = mkdtempSync(join(tmpdir(), 'lintel-secure-'));
  chmodSync(dir, 0o711); // as root, PostgreSQL runs as another user
  const certificates = makeCertificates(dir);
  const { cert, key, keystore, keystorePassword } = certificates;
  const login = { user: 'lintel', password: 'kafka-password' };
  const port = await freePort();
  const jarsDir = await ensureKafkaJars(join(packageRoot(), '.lintel/kafka'));
  const secure = { port, keystore, keystorePassword, ...login };
  const [postgres, kafka] = await Promise.all([
    startPostgres({ dir: join(dir, 'postgres'), durable: false, tls: { cert, key } }),
    startKafka({ dir: join(dir, 'kafka'), jarsDir, secure }),
  ]);
  return {
    certificates,
    broker: `127.0.0.1:${port}`,
    plainBroker: kafka.brokers[0] ?? '',
    ...login,
    databaseUrl: postgres.url,
    encrypted: (name) => encrypted(postgres.url, name),
    stop: async () => {
      await Promise.allSettled([postgres.stop(), kafka.stop()]);
      removePostgres(join(dir, 'postgres'));
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

async function encrypted(url: string, applicationName: string): Promise<boolean | undefined> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<{ readonly all: boolean | null }>(
      `select bool_and(ssl) as all from pg_stat_ssl join pg_stat_activity using (pid) where application_name = $1`,
      [applicationName],
    );
    return rows[0]?.all ?? undefined;
  } finally {
    await client.end();
  }
}
