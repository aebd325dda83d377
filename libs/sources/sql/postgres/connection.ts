import { Client, type ClientConfig } from 'pg';
import type { SqlSettings } from '../settings.js';
import type { SqlRow } from '../dialect.js';
import { sqlError } from './errors.js';

const CONNECT_MS = 10_000;
/** The server gives up first, then it is us. */
const STATEMENT_MS = 120_000;
const ANSWER_MS = 150_000;
/** All values in one form, whatever the server or the user is set to. */
const SESSION = [
  `SET datestyle TO 'ISO, YMD'`,
  `SET timezone TO 'UTC'`,
  `SET client_encoding TO 'UTF8'`,
  `SET intervalstyle TO 'iso_8601'`,
  `SET bytea_output TO 'hex'`,
  `SET extra_float_digits TO 1`,
  `SET default_transaction_read_only TO on`,
  `SET statement_timeout TO ${STATEMENT_MS}`,
  `SET idle_in_transaction_session_timeout TO ${STATEMENT_MS}`,
].join('; ');

export type RunQuery = (text: string, values?: readonly string[]) => Promise<readonly SqlRow[]>;

/** One connection, made when it is needed, kept between reads and dropped on any error. */
export interface Connection {
  /** Runs one read. `fresh` is true on a new connection. On abort the connection is cut and the signal's reason thrown. */
  use<T>(signal: AbortSignal, work: (ask: RunQuery, fresh: boolean) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

export function connection(settings: SqlSettings): Connection {
  let open: Client | undefined;

  function drop(client: Client): void {
    if (open === client) open = undefined;
    client.end().catch(() => undefined); // with a query under way it cuts the socket
  }

  async function connected(signal: AbortSignal): Promise<Client> {
    const client = new Client(clientOptions(settings));
    client.on('error', () => drop(client)); // an idle connection that breaks must not end the process
    const cut = (): void => drop(client);
    signal.addEventListener('abort', cut);
    try {
      await client.connect();
      await client.query(SESSION);
      open = client;
      return client;
    } catch (error) {
      drop(client);
      signal.throwIfAborted();
      throw sqlError(error, settings);
    } finally {
      signal.removeEventListener('abort', cut);
    }
  }

  return {
    async use(signal, work) {
      signal.throwIfAborted();
      const fresh = open === undefined;
      const client = open ?? (await connected(signal));
      const cut = (): void => drop(client);
      signal.addEventListener('abort', cut);
      const ask: RunQuery = async (text, values = []) => {
        try {
          const result = await client.query<SqlRow & string[]>({
            text,
            values: [...values],
            rowMode: 'array',
          });
          return result.rows;
        } catch (error) {
          signal.throwIfAborted();
          throw sqlError(error, settings);
        }
      };
      try {
        return await work(ask, fresh);
      } catch (error) {
        drop(client);
        throw error;
      } finally {
        signal.removeEventListener('abort', cut);
      }
    },
    async close() {
      const client = open;
      open = undefined;
      await client?.end();
    },
  };
}

function clientOptions(settings: SqlSettings): ClientConfig {
  return {
    host: settings.host,
    port: settings.port,
    database: settings.database,
    user: settings.user,
    password: settings.password,
    ssl: settings.ssl === true ? { rejectUnauthorized: true } : false,
    application_name: 'lintel',
    connectionTimeoutMillis: CONNECT_MS,
    query_timeout: ANSWER_MS,
    keepAlive: true,
    types: { getTypeParser: () => (text: string) => text }, // I8: never a Date, never a number
  };
}
