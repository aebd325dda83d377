import type { Client } from 'pg';
import { tracelessStore } from '#libs/sources/attachments/traceless-store.js';
import { openSource } from '#libs/sources/open/open-source.js';
import type { SqlSettings } from '#libs/sources/sql/settings.js';
import type { TestDatabase } from '#libs/sources/sql/testing/database.js';
import type { SourceDriver } from '../driver.js';
import { startTcpProxy } from './tcp-proxy.js';

/** A table with what tables have: rows of one transaction, rows written again, a key of two columns, rows without a stamp. */
const TABLE = `
  drop table if exists jobs;
  create table jobs (
    order_no varchar not null, line int not null, note varchar, cost numeric(14,2), done boolean, at timestamptz,
    stamp xid8 default pg_current_xact_id(), primary key (order_no, line));
  create index on jobs (stamp, order_no, line);`;

const SETTINGS = {
  from: 'jobs',
  fields: ['order_no', 'line', 'note', 'cost', 'done', 'at'],
  key: ['order_no', 'line'],
  watermark: { column: 'stamp', kind: 'xid8' },
} as const;

const insert = (first: number, last: number, stamp = 'pg_current_xact_id()'): string => `
  insert into jobs select lpad((n / 3)::text, 8, '0'), n % 3, 'Leak, "bad" ' || n, n * 1.50, n % 2 = 0,
    '2026-03-04T05:06:07Z', ${stamp} from generate_series(${first}, ${last}) n`;

const nameOfRow = (order: unknown, line: unknown): string => `${String(order)}/${String(line)}`;

/** The PostgreSQL source over a real server, reached through a relay. One driver at a time on one database. */
export async function beginPostgres(
  database: TestDatabase,
  change: Partial<SqlSettings> = {},
): Promise<SourceDriver> {
  const { host, port } = database.settings;
  const proxy = await startTcpProxy({ host, port });
  const writer = await database.connect();
  await writer.query(TABLE);
  const settings: SqlSettings = { ...database.settings, ...SETTINGS, ...change, port: proxy.port };
  const names = (): Promise<readonly string[]> => namesOf(writer, change.backfill);
  return {
    limits: [1, 2, 7, 1000],
    idleReads: 1,
    async fill() {
      for (let row = 1; row <= 9; row += 1) await writer.query(insert(row, row));
      await writer.query(insert(10, 30));
      await writer.query(insert(31, 33, 'null'));
      await writer.query(
        `update jobs set note = null, stamp = pg_current_xact_id() where order_no <= '00000001'`,
      );
      return await names();
    },
    async add() {
      const before = await names();
      await writer.query(insert(42, 42));
      await writer.query(insert(43, 43));
      await writer.query(insert(45, 46));
      return (await names()).filter((name) => !before.includes(name));
    },
    open: () => openSource(settings, tracelessStore),
    openHopeless: () =>
      openSource({ ...settings, watermark: { column: 'note', kind: 'xid8' } }, tracelessStore),
    nameOf: ({ raw }) => {
      const row = JSON.parse(Buffer.from(raw).toString()) as Readonly<Record<string, unknown>>;
      return nameOfRow(row['order_no'], row['line']);
    },
    async fingerprint() {
      // xmin and xmax show a row that was written or locked.
      const { rows } = await writer.query<object>(
        `select ctid::text, xmin::text, xmax::text, md5(jobs::text) from jobs order by ctid`,
      );
      const { rows: tables } = await writer.query<object>(
        `select relname, relfilenode from pg_class where relnamespace = 'public'::regnamespace order by relname`,
      );
      return JSON.stringify([rows, tables]);
    },
    goAway: () => proxy.goAway(),
    goSilent: () => Promise.resolve(proxy.goSilent()),
    comeBack: () => proxy.comeBack(),
    handles: () => Promise.resolve(proxy.open()),
    touches: () => proxy.accepted(),
    async end() {
      await proxy.goAway();
      await writer.end();
    },
  };
}

async function namesOf(writer: Client, condition = 'true'): Promise<readonly string[]> {
  const { rows } = await writer.query<{ order_no: string; line: number }>(
    `select order_no, line from jobs where ${condition}`,
  );
  return rows.map(({ order_no, line }) => nameOfRow(order_no, line));
}
