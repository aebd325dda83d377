import 'reflect-metadata';
import { startConnectorApp } from '../../start.js';
import { openLog } from '#libs/ops/log/app-log.js';
import { readSettings } from '#libs/ops/settings.js';
import type { ConnectorsFolder } from './connectors-folder.js';

export interface RunningApp {
  /** `http://127.0.0.1:port` */
  readonly url: string;
  /** Every line, of every level, as it would stand on standard output. */
  readonly log: readonly string[];
  /** Errors that nobody expected; the real app would have stopped. */
  readonly bugs: readonly unknown[];
  /** The text of a page, `/metrics`. */
  page(path: string): Promise<string>;
  close(): Promise<void>;
}

export interface AppOptions {
  readonly environment: Readonly<Record<string, string>>;
  readonly brokers: readonly string[];
  readonly databaseUrl: string;
  readonly prefix: string;
  readonly connectors: ConnectorsFolder;
  /** Further settings of the app, as its environment names them. */
  readonly settings?: Readonly<Record<string, string>>;
}

/** The connector app in this process, on a free port. */
export async function startApp({
  environment,
  brokers,
  databaseUrl,
  prefix,
  connectors,
  settings: more = {},
}: AppOptions): Promise<RunningApp> {
  const log: string[] = [];
  const bugs: unknown[] = [];
  const { settings, errors } = readSettings({
    KAFKA_BROKERS: brokers.join(','),
    DATABASE_URL: databaseUrl,
    LINTEL_PREFIX: prefix,
    LINTEL_CONNECTORS: connectors.names,
    LINTEL_CONNECTORS_DIR: connectors.folder,
    LINTEL_HTTP_PORT: '0',
    LINTEL_PARTITIONS: '2',
    ...more,
  });
  if (errors[0]) throw errors[0];
  const running = await startConnectorApp({
    settings,
    environment,
    log: openLog({ level: 'debug', output: { write: (line) => log.push(line.trimEnd()) } }),
    onBug: (error) => void bugs.push(error),
  });
  const url = `http://127.0.0.1:${portOf(running.app.getHttpServer())}`;
  let closed: Promise<void> | undefined;
  return {
    url,
    log,
    bugs,
    page: async (path) => (await fetch(`${url}${path}`)).text(),
    close: () => (closed ??= running.close()),
  };
}

function portOf(server: unknown): number {
  const { address } = server as { readonly address: () => unknown };
  return (address as () => { readonly port: number }).call(server).port;
}
