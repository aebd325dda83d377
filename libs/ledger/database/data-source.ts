import type { EventEmitter } from 'node:events';
import { DataSource, type DataSourceOptions } from 'typeorm';
import { Ledger1763900000000 } from './migrations/1763900000000-ledger.js';
import { Held1763990000000 } from './migrations/1763990000000-held.js';
import { Deadlines1764000000000 } from './migrations/1764000000000-deadlines.js';
import { Rings1764100000000 } from './migrations/1764100000000-rings.js';
import { Relink1764200000000 } from './migrations/1764200000000-relink.js';
import { Recovered1764300000000 } from './migrations/1764300000000-recovered.js';
import { TABLES } from './tables/tables.js';

export interface LedgerConnection {
  readonly url: string;
  /** Require TLS; with `ca` (PEM text) also check the server against it. */
  readonly tls?: { readonly ca?: string };
  readonly applicationName: string;
  readonly poolSize?: number;
}

/**
 * A session that was stopped (SIGSTOP, a sleeping laptop) in the middle of a commit would hold the write lock: PostgreSQL ends it
 * after 10 s of idling inside a transaction, or of waiting for it to take in an answer (`tcp_user_timeout`).
 */
export function makeDataSource(connection: LedgerConnection): DataSource {
  const options: DataSourceOptions = {
    type: 'postgres',
    url: withoutTls(connection.url),
    applicationName: connection.applicationName,
    entities: TABLES,
    migrations: [
      Ledger1763900000000,
      Held1763990000000,
      Deadlines1764000000000,
      Rings1764100000000,
      Relink1764200000000,
      Recovered1764300000000,
    ],
    migrationsTableName: 'migration',
    migrationsTransactionMode: 'each',
    logging: false,
    poolSize: connection.poolSize ?? 10,
    // an idle connection that breaks is replaced on the next use; there is nothing to do and nothing to tell
    poolErrorHandler: () => undefined,
    extra: {
      connectionTimeoutMillis: 10_000,
      statement_timeout: 60_000,
      // on our side too: a connection that swallows packets must not hold a caller for ever
      query_timeout: 70_000,
      idle_in_transaction_session_timeout: 10_000,
      options: '-c tcp_user_timeout=10000',
      keepAlive: true,
      onConnect: listenForErrors,
    },
    ...(connection.tls ? { ssl: { rejectUnauthorized: true, ...connection.tls } } : {}),
  };
  return new DataSource(options);
}

/**
 * The driver lets what the URL says of TLS win over the authority that it is given beside it; `connection.tls` alone shall decide.
 */
function withoutTls(url: string): string {
  const plain = new URL(url);
  const tlsParameters = [...plain.searchParams.keys()].filter(
    (it) => it.startsWith('ssl') || it === 'uselibpqcompat',
  );
  for (const name of tlsParameters) plain.searchParams.delete(name);
  return tlsParameters.length === 0 ? url : plain.href;
}

/**
 * The pool and TypeORM listen for errors of a connection, but not between its handing over and the next microtask: one that is ended
 * just then would end the process. Whoever uses it learns of the error from the next statement.
 */
function listenForErrors(client: EventEmitter): void {
  client.on('error', () => undefined);
}
