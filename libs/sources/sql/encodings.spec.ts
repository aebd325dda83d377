import type pg from 'pg';
import { beginPostgres } from '#libs/conformance/source/testing/postgres-driver.js';
import { SOURCE_CHECKS, trySourceCheck } from '#libs/conformance/source/try-source.js';
import { RecordError } from '#libs/model/errors.js';
import { tracelessStore } from '../attachments/traceless-store.js';
import { openSource } from '../open/open-source.js';
import type { Offset, PullSource, RawRecord } from '../source.js';
import type { SqlSettings } from './settings.js';
import { startDatabase, type TestDatabase } from './testing/database.js';

/** Databases whose texts PostgreSQL cannot always turn into Unicode, and a byte in each that it cannot. */
const ENCODINGS = [
  ['SQL_ASCII', `E'caf\\xe9'`, '636166e9'],
  ['WIN1252', `convert_from('\\x63616681', 'WIN1252')`, '63616681'],
] as const;

const signal = new AbortController().signal;
let server: TestDatabase;
const opened: PullSource[] = [];
beforeAll(async () => {
  server = await startDatabase();
});
afterEach(async () => {
  for (const source of opened.splice(0)) await source.close();
});
afterAll(() => server.stop());

/** A database of its own on the server. */
async function databaseIn(encoding: string): Promise<TestDatabase> {
  const name = encoding.toLowerCase();
  const client = await server.connect();
  await client.query(`drop database if exists ${name}`);
  await client.query(`create database ${name} encoding '${encoding}' template template0 locale 'C'`);
  await client.end();
  return server.named(name);
}

const DAMP = 'Damp \u20ac 5';
const ORDERS = {
  from: 'orders',
  fields: ['wo_ref', 'note', 'tenant'],
  key: ['wo_ref'],
  watermark: { column: 'tstamp', kind: 'xid8' },
} as const;

describe.each(ENCODINGS)('%s', (encoding, bad, hex) => {
  let database: TestDatabase;
  let writer: pg.Client;
  beforeAll(async () => {
    database = await databaseIn(encoding);
    writer = await database.connect();
  });
  afterAll(() => writer.end());
  beforeEach(() =>
    writer.query(`
      drop table if exists orders;
      create table orders (
        wo_ref char(6) not null primary key, note varchar, tenant text, tstamp xid8 not null default pg_current_xact_id());
      create index on orders (tstamp, wo_ref);`),
  );

  const insert = (wo_ref: string, note: string, tenant = `'Invented'`) =>
    writer.query(`insert into orders values (${wo_ref}, ${note}, ${tenant})`);
  function open(change: Partial<SqlSettings> = {}): PullSource {
    const source = openSource({ ...database.settings, ...ORDERS, ...change }, tracelessStore);
    opened.push(source);
    return source;
  }
  async function drain(source: PullSource, limit: number, from?: Offset): Promise<readonly RawRecord[]> {
    const records: RawRecord[] = [];
    let offset = from;
    for (;;) {
      const batch = await source.read(offset, limit, signal);
      records.push(...batch.records);
      offset = JSON.parse(JSON.stringify(batch.next)) as Offset;
      if (!batch.more) return records;
    }
  }
  const rowOf = ({ raw }: RawRecord): Record<string, unknown> =>
    JSON.parse(Buffer.from(raw).toString()) as Record<string, unknown>;

  test.each([1, 2, 7, 500])(
    'rows that cannot be decoded are dead letters that keep their bytes, the others go on: %i at a time',
    async (limit) => {
      for (let at = 1; at <= 40; at += 1)
        await insert(`'${String(at).padStart(3, '0')}'`, [1, 17, 18, 40].includes(at) ? bad : `'${DAMP}'`);
      const source = open();
      const records = await drain(source, limit);
      expect(records.map((record) => rowOf(record)['wo_ref'])).toEqual(
        Array.from({ length: 40 }, (_, at) => `${String(at + 1).padStart(3, '0')}   `),
      );
      const faulty = records.filter(({ fault }) => fault);
      expect(faulty.map(({ position }) => position)).toEqual([1, 17, 18, 40].map((at) => `orders:${at}`));
      for (const record of faulty) {
        expect(record.value).toBeUndefined();
        expect(record.fault).toEqual({
          code: 'undecodable',
          message: 'note: bytes that are no text in the encoding of the database',
          path: 'note',
        });
        expect(rowOf(record)).toMatchObject({ note: { bytes: hex }, tenant: 'Invented' });
        expect(() => source.parse(record.raw)).toThrow(RecordError);
      }
      for (const { value } of records.filter(({ fault }) => !fault))
        expect(value).toMatchObject({ note: DAMP });
    },
  );

  test('a key that cannot be decoded is stepped over, and everything after it comes', async () => {
    await insert(`'000'`, `'first'`);
    await writer.query(
      `insert into orders select k, 'tie' from (values ('001'), (${bad}), ('zzz')) as ties (k)`,
    );
    await insert(`'004'`, `'last'`);
    const source = open();
    const records = await drain(source, 2);
    expect(records.map((record) => rowOf(record)['note'])).toEqual(['first', 'tie', 'tie', 'tie', 'last']);
    expect(records.flatMap(({ fault }) => fault?.path ?? [])).toEqual(['wo_ref']);
    expect(records.flatMap((record) => rowOf(record)['wo_ref'])).toContainEqual({ bytes: `${hex}2020` });
  });

  test('a row without a watermark that cannot be decoded comes once', async () => {
    await writer.query(`alter table orders alter tstamp drop not null`);
    await insert(`'001'`, `'first'`);
    await writer.query(`insert into orders values ('002', ${bad}, 'x', null), ('003', 'x', 'x', null)`);
    const source = open();
    const records = await drain(source, 5);
    expect(records.map(({ fault }) => fault?.code)).toEqual([undefined, 'undecodable', 'no-watermark']);
  });

  test('the row comes again, decoded, once it is mended', async () => {
    await insert(`'001'`, bad);
    const source = open();
    const first = await source.read(undefined, 5, signal);
    expect(first).toMatchObject({
      more: true,
      phase: 'backfill',
      records: [{ fault: { code: 'undecodable' } }],
    });
    await writer.query(`update orders set note = 'mended', tstamp = pg_current_xact_id()`);
    expect(await drain(source, 5, first.next)).toMatchObject([{ value: { note: 'mended' } }]);
  });

  test('a name that cannot be decoded, of a column that nobody reads, is nobody’s trouble', async () => {
    if (encoding === 'SQL_ASCII')
      await writer.query(`do $do$ begin execute format('alter table orders add %I int', ${bad}); end $do$`);
    await insert(`'001'`, `'x'`).catch(() =>
      writer.query(`insert into orders (wo_ref, note) values ('001', 'x')`),
    );
    expect(await drain(open(), 5)).toMatchObject([{ value: { note: 'x' } }]);
  });
});

describe('what every source promises, where rows cannot be decoded', () => {
  test.each(SOURCE_CHECKS.filter(({ name }) => ['reads-on', 'aborts', 'parses-again'].includes(name)))(
    '$name: $sentence',
    async (check) => {
      const [[encoding, bad]] = ENCODINGS;
      const database = await databaseIn(encoding);
      const { findings } = await trySourceCheck(check, async () => {
        const driver = await beginPostgres(database);
        return {
          ...driver,
          limits: [1, 7, 1000],
          fill: async () => {
            const names = await driver.fill();
            const client = await database.connect();
            await client.query(
              `update jobs set note = ${bad} where order_no in ('00000002', '00000010') and line = 0`,
            );
            await client.end();
            return names;
          },
        };
      });
      expect(findings).toEqual([]);
    },
  );
});
