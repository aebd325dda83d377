import type pg from 'pg';
import { beginPostgres } from '#libs/conformance/source/testing/postgres-driver.js';
import { SOURCE_CHECKS, trySourceCheck } from '#libs/conformance/source/try-source.js';
import { until } from '#libs/local/testing/until.js';
import { tracelessStore } from '../attachments/traceless-store.js';
import { openSource } from '../open/open-source.js';
import type { PullSource } from '../source.js';
import type { SqlSettings } from './settings.js';
import { startDatabase, type TestDatabase } from './testing/database.js';
import { hasPooler, startPooler } from './testing/pooler.js';

const there = hasPooler();
if (!there && process.env['CI'] === 'true') throw new Error('pgbouncer is missing.');
if (!there) console.warn('Skipped: apt-get install pgbouncer');

/** Behind a pooler the next transaction on the same session of the server is somebody else's: nothing of ours may outlive its own. */
(there ? describe : describe.skip)('behind a pooler in transaction mode', () => {
  let database: TestDatabase;
  let pooler: Awaited<ReturnType<typeof startPooler>>;
  let housing: pg.Client;
  const opened: PullSource[] = [];

  beforeAll(async () => {
    database = await startDatabase();
    const owner = await database.connect();
    await owner.query(`create table orders (
      wo_ref varchar not null primary key, note varchar, tstamp xid8 not null default pg_current_xact_id());`);
    await owner.end();
    pooler = await startPooler(database);
    housing = await pooler.connect();
  });
  afterEach(async () => {
    for (const source of opened.splice(0)) await source.close();
  });
  afterAll(async () => {
    await housing.end();
    await pooler.stop();
    await database.stop();
  });

  function open(change: Partial<SqlSettings> = {}): PullSource {
    const settings: SqlSettings = {
      ...database.settings,
      port: pooler.port,
      from: 'orders',
      fields: ['wo_ref', 'note'],
      key: ['wo_ref'],
      watermark: { column: 'tstamp', kind: 'xid8' },
      ...change,
    };
    const source = openSource(settings, tracelessStore);
    opened.push(source);
    return source;
  }

  interface Session {
    readonly pid: number;
    /** Everything that somebody set in it but the name, which the pooler itself hands on; its locks, prepared statements, cursors, listeners. */
    readonly left: unknown;
  }
  const session = async (): Promise<Session> => {
    const { rows } = await housing.query<{ readonly pid: number; readonly left: unknown }>(`
      select pg_backend_pid() as pid, json_build_object(
        'settings', (select json_object_agg(name, setting order by name) from pg_settings
          where source = 'session' and name <> 'application_name'),
        'readOnly', current_setting('default_transaction_read_only'),
        'locks', (select count(*) from pg_locks where pid = pg_backend_pid() and locktype = 'advisory'),
        'prepared', (select count(*) from pg_prepared_statements),
        'cursors', (select count(*) from pg_cursors),
        'listens', (select count(*) from pg_listening_channels())) as left`);
    const [row] = rows;
    if (row === undefined) throw new Error('no session');
    return row;
  };

  const signal = new AbortController().signal;
  const readWell = async (source: PullSource): Promise<void> =>
    void (await source.read(undefined, 10, signal));
  const readBadly = (source: PullSource): Promise<unknown> =>
    expect(readWell(source)).rejects.toHaveProperty('code');
  const abort = async (source: PullSource): Promise<void> => {
    const stop = new AbortController();
    const reading = source.read(undefined, 10, stop.signal);
    const observer = await database.connect();
    const isReading = async (): Promise<boolean> =>
      (await observer.query(`select 1 from pg_stat_activity where wait_event = 'PgSleep'`)).rowCount === 1;
    await until('the read is under way', isReading);
    stop.abort();
    await reading;
    await observer.query(
      `select pg_terminate_backend(pid) from pg_stat_activity where wait_event = 'PgSleep'`,
    );
    await observer.end();
  };

  test.each<[string, Partial<SqlSettings>, (source: PullSource) => Promise<unknown>]>([
    ['a read', {}, readWell],
    ['a read that failed', { fields: ['renamed'] }, readBadly],
    ['a read whose statement failed', { backfill: 'nonsense here' }, readBadly],
  ])('after %s the session is as it was, and the housing system writes in it', async (_, change, read) => {
    const before = await session();
    const source = open(change);
    await read(source);
    await read(source);
    const after = await session();
    await housing.query(`insert into orders (wo_ref) values (gen_random_uuid())`);
    expect(after.left).toEqual(before.left);
    await source.close();
    expect((await session()).left).toEqual(before.left);
  });

  test('the session is the same one', async () => {
    const { pid } = await session();
    await readWell(open());
    expect((await session()).pid).toBe(pid);
  });

  test('after a read that was aborted the housing system has a session as it was', async () => {
    const before = await session();
    await abort(open({ backfill: '(select true from pg_sleep(86400))' }));
    expect((await session()).left).toEqual(before.left);
    await housing.query(`insert into orders (wo_ref) values (gen_random_uuid())`);
  });

  test('what the housing system has set for itself is not what we read by', async () => {
    const client = await pooler.connect();
    await client.query(`insert into orders (wo_ref, note) values ('1', now()::text)`);
    await client.query(
      `set datestyle to 'German'; set timezone to 'Asia/Tokyo'; set client_encoding to 'LATIN1'`,
    );
    const source = open({ backfill: `wo_ref = '1'`, fields: ['wo_ref', 'note'] });
    await client.query('select now()');
    const { records } = await source.read(undefined, 10, signal);
    expect(records).toMatchObject([{ value: { wo_ref: '1' } }]);
    const { rows } = await client.query(
      `select current_setting('datestyle') as style, current_setting('timezone') as zone`,
    );
    expect(rows).toEqual([{ style: 'German, DMY', zone: 'Asia/Tokyo' }]);
    await client.end();
  });

  test.each(
    SOURCE_CHECKS.filter(({ name }) => ['reads-on', 'changes-nothing', 'parses-again'].includes(name)),
  )('$name: $sentence', async (check) => {
    const behind = { ...database, settings: { ...database.settings, port: pooler.port } };
    const { findings } = await trySourceCheck(check, () => beginPostgres(behind));
    expect(findings).toEqual([]);
  });
});
