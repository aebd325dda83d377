import 'reflect-metadata';
import type { LoggerService } from '@nestjs/common';
import { startConnectorApp } from '../../start.js';
import { readSettings } from '#libs/ops/settings.js';
import type { ConnectorsFolder } from './connectors-folder.js';

export interface RunningApp {
  /** `http://127.0.0.1:port` */
  readonly url: string;
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
    logger: keeper(log),
    log: (line) => void log.push(JSON.stringify(line)),
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

function keeper(log: string[]): LoggerService {
  const keep = (...words: unknown[]): void => void log.push(words.map(String).join(' '));
  return { log: keep, warn: keep, error: keep, fatal: keep };
}

function portOf(server: unknown): number {
  const { address } = server as { readonly address: () => unknown };
  return (address as () => { readonly port: number }).call(server).port;
}
