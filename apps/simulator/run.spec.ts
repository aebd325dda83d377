import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { freshDatabase, type FreshDatabase } from '#libs/local/testing/services.js';
import type { Pool } from 'pg';
import { openDatabase } from './database.js';
import { run, type RunInput } from './run.js';
import { seed } from './seed/seed.js';
import { startStub, usual, type LintelStub } from './test/lintel-stub.js';
import { expectedCounts, expectedEntities, type Expected } from './truth/index.js';

const REPAIRS = 400;

describe('a running estate', () => {
  let postgres: FreshDatabase;
  let db: Pool;
  let stub: LintelStub;
  let folder: string;
  let input: Omit<RunInput, 'rate' | 'until' | 'stop'>;

  beforeAll(async () => {
    postgres = await freshDatabase();
    db = openDatabase(postgres.url);
    folder = await mkdtemp(join(tmpdir(), 'simulator-run-'));
    let refusals = 25;
    stub = await startStub((received) => (refusals-- > 0 ? { status: 503 } : usual(received)));
    const client = await db.connect();
    // What is planned for the first seconds is due at once.
    const begin = new Date(Date.now() - 15_000);
    await seed(client, { repairs: REPAIRS, seed: 5, now: new Date('2026-03-10T11:00:00Z'), begin });
    client.release();
    const target = {
      url: stub.url,
      scheduler: { user: 'drs', password: 'a' },
      contractor: { user: 'con', password: 'b' },
      signingKey: undefined,
    };
    input = { db, target, financeDrop: folder, seed: 5, report: () => undefined };
  });

  afterAll(async () => {
    await db.end();
    await stub.stop();
    await postgres.drop();
    await rm(folder, { recursive: true, force: true });
  });

  const one = async (sql: string): Promise<number> =>
    Number(Object.values((await db.query(sql)).rows[0] ?? {})[0]);
  const truth = async (): Promise<readonly Expected[]> => {
    const all: Expected[] = [];
    for await (const expected of expectedEntities(db)) all.push(expected);
    return all;
  };

  test('tells all that was planned, although it is refused at first, and is quiet then', async () => {
    const stop = new AbortController().signal;
    await expect(run({ ...input, rate: 0, until: 'quiet', stop })).resolves.toBe('quiet');
    expect(await one('select count(*) from sim.delivery where sent is null')).toBe(0);
    expect(await one('select count(*) from sim.late_order where inserted is null')).toBe(0);
    expect(await readdir(folder)).toHaveLength(
      await one('select count(*) from sim.invoice_file where written is not null'),
    );
    expect(stub.received.length).toBe(25 + (await one('select count(*) from sim.delivery')));
  });

  test('the truth knows every entity once', async () => {
    const all = await truth();
    expect(new Set(all.map((it) => it.key)).size).toBe(all.length);
    const ofKind = (kind: string): number => all.filter((it) => it.kind === kind).length;
    const counts = await expectedCounts(db);
    expect(ofKind('request')).toBe(await one('select count(*) from rmreqst'));
    expect(ofKind('property')).toBe(await one('select count(*) from property'));
    expect(counts.strangers.length).toBeGreaterThan(0);
    expect(ofKind('work-order')).toBe((await one('select count(*) from rmworder')) + counts.strangers.length);
    expect(counts.deadLetters).toContainEqual({
      stream: 'finance-ubl/documents',
      fault: 'malformed',
      count: 1,
    });
    expect(all.flatMap((it) => it.flags)).toEqual(
      expect.arrayContaining(['completed-before-raised', 'number-reused']),
    );
  });

  test('of a booking that was told newest first the newest stands', async () => {
    const { rows } = await db.query<{ ref: string; booking: string; start: string; versions: number }>(`
      select content->>'order' as ref, content->>'bookingId' as booking, count(distinct content->>'changedDate')::int as versions,
        (array_agg(content->>'from' order by content->>'changedDate' desc))[1] as start
      from sim.delivery where channel = 'booking' group by 1, 2 having count(distinct content->>'changedDate') > 1 limit 1`);
    const row = rows[0];
    const order = (await truth()).find((it) => it.key === `uh/workOrder:${row?.ref}`);
    const appointments = order?.fields['appointments'];
    const start =
      appointments?.is === 'elements' ? appointments.elements[row?.booking ?? '']?.['from'] : undefined;
    const shown =
      start?.is === 'instant' ? new Date(start.at).toLocaleString('sv', { timeZone: 'Europe/London' }) : '';
    expect(shown.replace(' ', 'T')).toBe(row?.start);
  });

  test('goes on living, in transactions that commit late too, survives the loss of every connection, and stops with nothing open', async () => {
    const before = await one('select count(*) from rmreqst');
    const stop = new AbortController();
    const running = run({ ...input, rate: 60, until: 'stopped', stop: stop.signal });
    let held = 0;
    for (let n = 0; n < 30; n += 1) {
      await wait(100);
      held = Math.max(
        held,
        await one(
          `select count(*) from pg_stat_activity where state = 'idle in transaction' and datname = current_database()`,
        ),
      );
    }
    stop.abort();
    await expect(running).resolves.toBe('stopped');
    expect(held).toBeGreaterThan(0);
    expect(await one('select count(*) from rmreqst')).toBeGreaterThan(before);
    expect(
      await one(
        `select count(*) from pg_stat_activity where state = 'idle in transaction' and datname = current_database()`,
      ),
    ).toBe(0);
    await expect(
      run({ ...input, rate: 0, until: 'quiet', stop: new AbortController().signal }),
    ).resolves.toBe('quiet');
    await truth();
  });
});
