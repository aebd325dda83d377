import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { MARKER } from '#apps/simulator/index.js';
import { Ledger } from '#libs/ledger/database/ledger.js';
import { freshDatabase, sharedKafka, uniqueName } from '#libs/local/testing/services.js';
import { until } from '#libs/local/testing/until.js';
import { freePort, packageRoot } from '../../faults/local.js';
import { startProgram, type Program } from '../../faults/program.js';

/** What each failure has in hand when it happens: a value that no log, page or answer may show. */
export const FAILURES = [
  'open-quote',
  'stray-quote',
  'inner-quote',
  'ragged-row',
  'not-utf8',
  'broken-file',
  'truncated-json',
  'broken-xml',
  'wrong-password',
  'too-large',
  'not-a-number',
  'own-error',
  'bad-date',
  'unfit',
  'nul',
  'long-ref',
  'long-key',
  'cast',
  'wrong-login',
  'bug',
] as const;
export type Failure = (typeof FAILURES)[number];
export const held = (failure: Failure): string => `${MARKER}-${failure}`;

/** The app as it is built, in a process of its own, over connectors whose records all fail. */
export interface FailingWorld {
  readonly url: string;
  readonly app: Program;
  readonly ledger: Ledger;
  readonly prefix: string;
  readonly brokers: readonly string[];
  drop(name: string, content: string | Uint8Array): void;
  /** Everything that the app wrote, to either output. */
  log(): string;
  /** To a stream of the connector `calls`; gives status and text of the answer. */
  call(stream: string, body: string, more?: CallOptions): Promise<string>;
  close(): Promise<void>;
}

export interface CallOptions {
  readonly type?: string;
  readonly password?: string;
}

const PASSWORD = 'an-invented-password';

/** Throws, where nobody catches it, what TypeORM throws: its message, statement and parameters are a record. */
const BUG = `process.on('SIGUSR2', () => { throw Object.assign(new Error('invalid input: "${held('bug')}"'), {
  name: 'QueryFailedError', code: '22P02', query: 'select ${held('bug')}', parameters: ['${held('bug')}'],
  driverError: { detail: '${held('bug')}' } }); });`;

export async function startFailing(): Promise<FailingWorld> {
  const root = packageRoot();
  const dir = mkdtempSync(join(tmpdir(), 'lintel-failing-'));
  const drop = join(dir, 'drop');
  mkdirSync(drop);
  const [brokers, database, source] = [await sharedKafka(), await freshDatabase(), await sourceDatabase()];
  const [prefix, port, log] = [uniqueName(), await freePort(), join(dir, 'app.log')];
  const app = startProgram({
    root,
    file: 'dist/apps/connector/main.js',
    log,
    env: {
      ...source.environment,
      NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(BUG)}`,
      KAFKA_BROKERS: brokers.join(','),
      DATABASE_URL: database.url,
      LINTEL_PREFIX: prefix,
      LINTEL_CONNECTORS: '*',
      LINTEL_CONNECTORS_DIR: join(root, 'apps/bench/privacy/testing/failing'),
      LINTEL_HTTP_PORT: String(port),
      LINTEL_PARTITIONS: '1',
      LINTEL_LOG_LEVEL: 'debug',
      LINTEL_KAFKA_LOG: 'true',
      LINTEL_ATTACHMENTS: join(dir, 'attachments'),
      FAILING_DROP: drop,
      FAILING_PASSWORD: PASSWORD,
    },
  });
  const url = `http://127.0.0.1:${port}`;
  const read = (): string => (existsSync(log) ? readFileSync(log, 'utf8') : '');
  try {
    await until('the app listens', () => read().includes('"listening"') || !app.running());
    if (!app.running()) throw new Error(read());
  } catch (error) {
    await app.stop();
    throw error;
  }
  const ledger = await Ledger.attach({ url: database.url, applicationName: 'spec', poolSize: 2 });
  return {
    url,
    app,
    ledger,
    prefix,
    brokers,
    drop: (name, content) => writeFileSync(join(drop, name), content),
    log: read,
    call: (stream, body, options) => call(`${url}/webhooks/calls/${stream}`, body, options),
    close: async () => {
      await app.stop();
      await ledger.close();
      await Promise.all([database.drop(), source.drop()]);
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

async function call(
  url: string,
  body: string,
  { type = 'application/json', password = PASSWORD }: CallOptions = {},
): Promise<string> {
  const authorization = `Basic ${Buffer.from(`calls:${password}`).toString('base64')}`;
  const answer = await fetch(url, {
    method: 'POST',
    body,
    headers: { authorization, 'content-type': type },
  });
  return `${answer.status} ${await answer.text()}`;
}

/** A view that cannot be read: the server names the value that it cannot cast. */
async function sourceDatabase(): Promise<{
  readonly environment: Readonly<Record<string, string>>;
  drop(): Promise<void>;
}> {
  const { url, drop } = await freshDatabase();
  const [user, password] = [`reader_${uniqueName()}`, uniqueName()];
  const owner = new Client({ connectionString: url });
  await owner.connect();
  try {
    await owner.query(`
      create table said (ref text, name text, tstamp xid8 default pg_current_xact_id());
      insert into said values ('1', '${held('cast')}');
      create view report as select ref, name::integer as age, tstamp from said;
      create role ${user} login password '${password}';
      grant select on report to ${user};
      grant pg_monitor to ${user};`);
  } finally {
    await owner.end();
  }
  const { hostname, port, pathname } = new URL(url);
  return {
    environment: {
      FAILING_HOST: hostname,
      FAILING_PORT: port,
      FAILING_DATABASE: pathname.slice(1),
      FAILING_USER: user,
      FAILING_USER_PASSWORD: password,
      FAILING_WRONG_PASSWORD: held('wrong-login'),
    },
    drop,
  };
}
