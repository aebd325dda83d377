import { Socket } from 'node:net';
import { Client, type ClientConfig } from 'pg';
import { TransientError } from '#libs/model/errors.js';
import type { SqlSettings } from '../settings.js';
import { sqlError } from './errors.js';

const CONNECT_MS = 10_000;
/** The server gives up first, then it is us. */
const STATEMENT_MS = 120_000;
const ANSWER_MS = 150_000;
const GOODBYE_MS = 1_000;
/**
 * Begins a read: one snapshot for all that is asked in it, so that the fence and the rows agree on which transactions have ended, and all
 * values in one form, whatever the server or the user is set to. All of it ends with the transaction: behind a pooler the next one on the
 * same session is somebody else's, and would be made read-only by us.
 */
const BEGIN = [
  'begin isolation level repeatable read, read only',
  ...[
    `datestyle to 'ISO, YMD'`,
    `timezone to 'UTC'`,
    `client_encoding to 'UTF8'`,
    `intervalstyle to 'iso_8601'`,
    `bytea_output to 'hex'`,
    `extra_float_digits to 1`,
    `statement_timeout to ${STATEMENT_MS}`,
    `idle_in_transaction_session_timeout to ${STATEMENT_MS}`,
  ].map((setting) => `set local ${setting}`),
].join('; ');

/** Null is null. */
export type TextRow = readonly (string | null)[];
export type RunQuery = (text: string, values?: readonly string[]) => Promise<readonly TextRow[]>;

/** One connection, made when it is needed, kept between reads and dropped on any error. */
export interface Connection {
  /**
   * Runs one read in a transaction of its own, which has ended when it returns: read-only, one snapshot. On abort the connection is cut and
   * the signal's reason thrown.
   */
  read<T>(signal: AbortSignal, work: (ask: RunQuery) => Promise<T>): Promise<T>;
  /** Ends what is under way, also while it connects. Returns soon, whether or not the server answers; nothing is open afterwards. */
  close(): Promise<void>;
}

/** A client and the socket under it. Only the socket can be cut at any time: `Client.end` never settles a connect that is under way. */
interface Line {
  readonly client: Client;
  readonly socket: Socket;
}

export function connection(settings: SqlSettings): Connection {
  let open: Line | undefined;
  let connecting: Line | undefined;
  let isClosed = false;

  function drop(line: Line): void {
    if (open === line) open = undefined;
    leave(line).catch(() => undefined);
  }

  async function connected(signal: AbortSignal): Promise<Line> {
    const socket = new Socket();
    const line = { client: new Client({ ...clientOptions(settings), stream: () => socket }), socket };
    line.client.on('error', () => drop(line)); // an idle connection that breaks must not end the process
    connecting = line;
    const cut = (): void => void socket.destroy();
    signal.addEventListener('abort', cut);
    try {
      await line.client.connect();
      open = line;
      return line;
    } catch (error) {
      socket.destroy();
      signal.throwIfAborted();
      throw sqlError(error, settings);
    } finally {
      connecting = undefined;
      signal.removeEventListener('abort', cut);
    }
  }

  return {
    async read(signal, work) {
      signal.throwIfAborted();
      if (isClosed) throw new TransientError('source-closed', 'the source was closed during a read');
      const line = open ?? (await connected(signal));
      const cut = (): void => void line.socket.destroy();
      signal.addEventListener('abort', cut);
      const ask: RunQuery = async (text, values = []) => {
        try {
          const result = await line.client.query<string[]>({ text, values: [...values], rowMode: 'array' });
          return result.rows;
        } catch (error) {
          signal.throwIfAborted();
          throw sqlError(error, settings);
        }
      };
      try {
        await ask(BEGIN);
        const result = await work(ask);
        await ask('commit');
        return result;
      } catch (error) {
        drop(line);
        throw error;
      } finally {
        signal.removeEventListener('abort', cut);
      }
    },
    async close() {
      isClosed = true;
      connecting?.socket.destroy();
      const line = open;
      open = undefined;
      if (line !== undefined) await leave(line);
    },
  };
}

/** Says goodbye, so that the server logs no broken connection; cuts the socket where it does not answer, or a query is under way. */
async function leave({ client, socket }: Line): Promise<void> {
  const patience = setTimeout(() => socket.destroy(), GOODBYE_MS);
  try {
    await client.end();
  } finally {
    clearTimeout(patience);
  }
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
