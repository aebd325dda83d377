import type pg from 'pg';
import { beginPostgres } from '#libs/conformance/source/testing/postgres-driver.js';
import { SOURCE_CHECKS, trySourceCheck } from '#libs/conformance/source/try-source.js';
import { RecordError, TransientError } from '#libs/model/errors.js';
import { until } from '#libs/local/testing/until.js';
import { tracelessStore } from '../attachments/traceless-store.js';
import { openSource } from '../open/open-source.js';
import type { SqlSettings } from './settings.js';
import type { Offset, PullSource, RawRecord, SourceBatch } from '../source.js';
import { pageStatement } from './postgres/statements.js';
import { columnsOf, type PageRequest } from './dialect.js';
import { startDatabase, type TestDatabase } from './testing/database.js';

const signal = new AbortController().signal;
let database: TestDatabase;
let writer: pg.Client;
let late: pg.Client;
const opened: PullSource[] = [];

beforeAll(async () => {
  database = await startDatabase();
  writer = await database.connect();
  late = await database.connect();
});
afterAll(async () => {
  await writer.end();
  await late.end();
  await database.stop();
});
beforeEach(async () => {
  await late.query('rollback'); // what a failed test left open holds locks
  await writer.query(`
    drop table if exists orders, loose;
    create table orders (
      wo_ref char(10) not null primary key, prop_ref varchar, cost numeric(14,2), done boolean, created timestamp,
      seen timestamptz, tstamp xid8 not null default pg_current_xact_id());
    create index on orders (tstamp, wo_ref);`);
});
afterEach(async () => {
  for (const source of opened.splice(0)) await source.close();
});

const ORDERS = {
  from: 'orders',
  fields: ['wo_ref', 'prop_ref', 'cost', 'done', 'created', 'seen'],
  key: ['wo_ref'],
  watermark: { column: 'tstamp', kind: 'xid8' },
} as const;

function open(change: Partial<SqlSettings> = {}): PullSource {
  const source = openSource({ ...database.settings, ...ORDERS, ...change }, tracelessStore);
  opened.push(source);
  return source;
}

/** Reads as the pipeline does, until the source is drained. */
async function drain(
  source: PullSource,
  from?: Offset,
  limit = 1000,
): Promise<{ batches: SourceBatch[]; refs: string[]; offset: Offset }> {
  const batches: SourceBatch[] = [];
  let offset = from;
  for (;;) {
    const batch = await source.read(offset, limit, signal);
    batches.push(batch);
    offset = JSON.parse(JSON.stringify(batch.next)) as Offset;
    if (!batch.more) break;
  }
  return { batches, refs: batches.flatMap((batch) => batch.records.map(ref)), offset };
}
const ref = ({ value }: RawRecord): string =>
  typeof value?.['wo_ref'] === 'string' ? value['wo_ref'].trim() : 'no value';
const insert = (client: pg.Client, ...refs: string[]) =>
  client.query('insert into orders (wo_ref) select unnest($1::text[])', [refs]);

test('every value is the text of the database, in column order', async () => {
  await writer.query(
    `insert into orders values ('00545095', '007', 115.50, true, '1900-01-01 00:00:00', '2024-07-01T12:00:00+01')`,
  );
  await writer.query(`insert into orders (wo_ref) values ('00000001')`);
  const source = open();
  const { batches } = await drain(source);
  const [first, second] = batches.flatMap((batch) => batch.records);
  expect(first?.value).toEqual({
    wo_ref: '00545095  ',
    prop_ref: '007',
    cost: '115.50',
    done: 't',
    created: '1900-01-01 00:00:00',
    seen: '2024-07-01 11:00:00+00',
    tstamp: expect.stringMatching(/^\d+$/) as string,
  });
  expect(second?.value).toMatchObject({ prop_ref: null, done: null });
  expect(Object.keys(first?.value ?? {})).toEqual([...ORDERS.fields, 'tstamp']);
  expect(first?.position).toBe('orders:1');
  expect(second?.position).toBe('orders:2');
  expect(source.parse(first?.raw ?? Buffer.alloc(0))).toEqual(first?.value);
  expect(batches[0]?.phase).toBe('backfill');
  expect(batches.at(-1)?.phase).toBe('live');
});

test('a transaction that commits late is not lost, and holds the fence by name', async () => {
  const source = open();
  let { offset } = await drain(source);
  await late.query('begin');
  await insert(late, 'A');
  await insert(writer, 'B');
  const held = await drain(source, offset);
  expect(held.refs).toEqual([]);
  expect(held.batches[0]?.fence?.heldBy).toMatch(/^pid \d+, idle in transaction for \d+ s$/);
  await late.query('commit');
  const freed = await drain(source, held.offset);
  expect(freed.refs).toEqual(['A', 'B']);
  expect(freed.batches.at(-1)?.fence?.heldBy).toBeUndefined();
  ({ offset } = freed);
  expect((await drain(source, offset)).refs).toEqual([]);
});

test('a late commit during the first read comes once, in the live part', async () => {
  await insert(writer, 'OLD');
  await late.query('begin');
  await insert(late, 'LATE');
  const source = open();
  const first = await drain(source);
  expect(first.refs).toEqual(['OLD']);
  await late.query('commit');
  const then = await drain(source, first.offset);
  expect(then.refs).toEqual(['LATE']);
  expect(then.batches[0]?.phase).toBe('live');
});

test('a bulk update of 5,000 rows with one watermark is paged and not read again', async () => {
  await writer.query(
    `insert into orders (wo_ref) select lpad(n::text, 8, '0') from generate_series(1, 5000) n`,
  );
  const source = open();
  const { offset } = await drain(source);
  await writer.query('update orders set prop_ref = wo_ref, tstamp = pg_current_xact_id()');
  const { batches, refs, offset: after } = await drain(source, offset, 700);
  expect(batches.map((batch) => batch.records.length)).toEqual([700, 700, 700, 700, 700, 700, 700, 100]);
  expect(new Set(refs).size).toBe(5000);
  const idle = await source.read(after, 700, signal);
  expect(idle.records).toEqual([]);
  expect(idle.next).toBe(after);
});

const sleepingSessions = async (): Promise<number> => {
  const { rowCount } = await writer.query(`select 1 from pg_stat_activity where wait_event = 'PgSleep'`);
  return rowCount ?? 0;
};

test('rows that are committed while a page is read belong to the next, and are not taken for those of another database', async () => {
  await insert(writer, 'A');
  const source = open({ backfill: '(select true from pg_sleep(2))' });
  const reading = source.read(undefined, 10, signal);
  await until('the read is under way', sleepingSessions, (count) => count === 1);
  await insert(late, 'B');
  const first = await reading;
  expect(first.records.map(ref)).toEqual(['A']);
  expect((await drain(source, first.next)).refs).toEqual(['B']);
});

test('the condition holds for the first read only; a change to an older row comes whole', async () => {
  await writer.query(
    `insert into orders (wo_ref, created) values ('OLD', '2001-01-01'), ('NEW', '2024-05-01')`,
  );
  const source = open({ backfill: `created >= '2024-04-01' -- not before` });
  const { refs, offset } = await drain(source, undefined, 1);
  expect(refs).toEqual(['NEW']);
  await writer.query(`update orders set cost = 1, tstamp = pg_current_xact_id() where wo_ref = 'OLD'`);
  expect((await drain(source, offset)).refs).toEqual(['OLD']);
});

test('rows without a watermark are faults, each once', async () => {
  await writer.query(
    `alter table orders alter tstamp drop not null; insert into orders (wo_ref, tstamp) values ('N1', null), ('N2', null)`,
  );
  await insert(writer, 'A');
  const source = open();
  const first = await drain(source, undefined, 1);
  const faults = first.batches.flatMap((batch) => batch.records).filter((record) => record.fault);
  expect(faults.map((record) => [record.fault?.code, record.fault?.path, record.value])).toEqual([
    ['no-watermark', 'tstamp', undefined],
    ['no-watermark', 'tstamp', undefined],
  ]);
  expect(() => source.parse(faults[0]?.raw ?? Buffer.alloc(0))).toThrow(RecordError);
  expect((await drain(source, first.offset, 1)).refs).toEqual([]); // not for ever
  await writer.query(`insert into orders (wo_ref, tstamp) values ('N3', null)`);
  const later = await drain(source, first.offset, 1);
  expect(later.batches.flatMap((batch) => batch.records)).toHaveLength(1);
  await writer.query(`update orders set tstamp = pg_current_xact_id() where wo_ref = 'N1'`);
  expect((await drain(source, later.offset, 1)).refs).toEqual(['N1']);
});

test('a page over 60,000 rows walks an index and sorts nothing', async () => {
  await writer.query(
    `insert into orders (wo_ref) select lpad(n::text, 8, '0') from generate_series(1, 60000) n; analyze orders`,
  );
  const settings: SqlSettings = { ...database.settings, ...ORDERS };
  const { rows } = await writer.query<{ at: string }>(
    'select pg_snapshot_xmax(pg_current_snapshot())::text as at',
  );
  const fence = rows[0]?.at ?? '';
  const stamp = await writer.query<{ at: string }>('select tstamp::text as at from orders limit 1');
  const after = [stamp.rows[0]?.at ?? '', '00030000'];
  const requests: PageRequest[] = [
    { part: 'backfill' },
    { part: 'backfill', below: fence, after },
    { part: 'live', from: '3' },
    { part: 'live', after },
  ];
  for (const request of requests) {
    const { text, values } = pageStatement(settings, columnsOf(settings), request, fence, 500);
    const plan = await writer.query<{ 'QUERY PLAN': string }>(`explain (analyze, timing off) ${text}`, [
      ...values,
    ]);
    const lines = plan.rows.map((row) => row['QUERY PLAN']).join('\n');
    expect(lines).toMatch(/Index Scan using orders_tstamp_wo_ref_idx .*actual rows=500/);
    expect(lines).not.toMatch(/Sort|Seq Scan|Rows Removed by Filter/);
  }
});

test.each([
  ['a watermark of another type', { watermark: { column: 'wo_ref', kind: 'xid8' } }, 'watermark-kind'],
  ['a condition that is no SQL', { backfill: 'nonsense here' }, 'query-refused'],
] as const)('%s can never work as configured', async (_, change, code) => {
  await expect(open(change).read(undefined, 10, signal)).rejects.toMatchObject({ name: 'ConfigError', code });
});

/** What somebody does to the source, what that is called, and how it is mended. */
test.each([
  [
    'a table is renamed away',
    'alter table orders rename to o',
    'column-gone',
    'alter table o rename to orders',
  ],
  [
    'a column is gone',
    'alter table orders rename prop_ref to p',
    'column-gone',
    'alter table orders rename p to prop_ref',
  ],
  [
    'the table is in another schema',
    'create schema away; alter table orders set schema away',
    'column-gone',
    'alter table away.orders set schema public; drop schema away',
  ],
  [
    'a row has no key',
    `alter table orders drop constraint orders_pkey, alter wo_ref drop not null;
     insert into orders (wo_ref) values (null)`,
    'key-null',
    `delete from orders where wo_ref is null; alter table orders add primary key (wo_ref)`,
  ],
  [
    'a row does not fit the condition',
    `update orders set prop_ref = 'no number', tstamp = pg_current_xact_id()`,
    'row-refused',
    `update orders set prop_ref = '7', tstamp = pg_current_xact_id()`,
  ],
  [
    'a function of the condition is gone',
    'alter function as_number rename to as_n',
    'column-gone',
    'alter function as_n rename to as_number',
  ],
])('%s: it may be mended, and the stream reads on', async (_, spoil, code, mend) => {
  await writer.query(`
    create or replace function as_number(text) returns int language sql as 'select coalesce($1, ''1'')::int';
    insert into orders (wo_ref, prop_ref) values ('A', '1')`);
  const condition = { backfill: 'as_number(prop_ref) > 0' };
  await open(condition).read(undefined, 10, signal);
  await writer.query(spoil);
  const spoiled = open(condition);
  const refused: unknown = await spoiled.read(undefined, 10, signal).catch((error: unknown) => error);
  await writer.query(mend);
  expect(refused).toMatchObject({ name: 'TransientError', code });
  expect(String(refused)).not.toMatch(/no number/);
  expect((await drain(spoiled)).refs).toEqual(['A']);
});

test('a null key behind the place where a page ended is not passed over', async () => {
  await writer.query(`insert into orders (wo_ref, prop_ref) values ('1', 'a'), ('2', 'b'), ('3', null)`);
  const source = open({ key: ['prop_ref'] });
  const { next } = await source.read(undefined, 2, signal);
  await expect(source.read(next, 2, signal)).rejects.toMatchObject({ code: 'key-null' });
});

test('a wrong password is slow, an absent server is not', async () => {
  await expect(open({ password: 'wrong' }).read(undefined, 1, signal)).rejects.toMatchObject({
    name: 'TransientError',
    code: 'credentials-refused',
    slow: true,
  });
  await expect(open({ port: 1 }).read(undefined, 1, signal)).rejects.toMatchObject({
    code: 'source-unreachable',
    slow: false,
  });
});

test('a connection that is cut is made again', async () => {
  await insert(writer, 'A');
  const source = open();
  const { offset } = await drain(source);
  await writer.query(
    `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'lintel'`,
  );
  const again = async (): Promise<string[]> => (await drain(source, offset)).refs;
  await expect(
    again().catch((error: unknown) => (error instanceof TransientError ? again() : error)),
  ).resolves.toEqual([]);
});

test('an abort cuts the read, and the next read works', async () => {
  await insert(writer, 'A');
  const source = open({ backfill: '(select true from pg_sleep(86400))' });
  const controller = new AbortController();
  const reading = source.read(undefined, 1, controller.signal);
  await until('the read is under way', sleepingSessions, (count) => count === 1);
  controller.abort(new Error('stop'));
  await expect(reading).resolves.toMatchObject({ records: [], next: {}, more: false });
  // the read ended although its statement had not
  await writer.query(`select pg_terminate_backend(pid) from pg_stat_activity where wait_event = 'PgSleep'`);
  expect((await drain(source, { phase: 'live', until: '3' })).refs).toEqual(['A']);
});

test('a database that went back in time, or is another, stops the stream', async () => {
  await insert(writer, 'A');
  const source = open();
  const { offset } = await drain(source);
  const refused = { name: 'ConfigError', code: 'source-went-back' };
  await expect(source.read({ ...offset, until: '99999999' }, 1, signal)).rejects.toMatchObject(refused);
  await expect(source.read({ ...offset, last: ['99999999', 'A'] }, 1, signal)).rejects.toMatchObject(refused);
  await expect(source.read({ ...offset, cluster: '1' }, 1, signal)).rejects.toMatchObject(refused);
  await writer.query(`update orders set tstamp = '99999999'`);
  await expect(source.read(offset, 1, signal)).rejects.toMatchObject(refused);
});

describe.each([
  ['a table', {}],
  ['a table with a condition for the first read', { backfill: 'line < 2 -- no third lines' }],
])('what every source promises: %s', (_, change) => {
  test.each(SOURCE_CHECKS)('$name: $sentence', async (check) => {
    const { findings } = await trySourceCheck(check, () => beginPostgres(database, change));
    expect(findings).toEqual([]);
  });
});
