import { Client } from 'pg';
import { freshDatabase, type FreshDatabase } from '#libs/local/testing/services.js';
import { until } from '#libs/local/testing/until.js';
import { Ledger } from '../database/ledger.js';
import { batch, item, says } from '../testing/batches.js';
import { commitBatch } from './commit.js';

let database: FreshDatabase;
let ledger: Ledger;
let other: Client;
beforeAll(async () => {
  database = await freshDatabase();
  ledger = await Ledger.open({ url: database.url, prefix: 'spec', applicationName: 'in-turn' });
  other = new Client({ connectionString: database.url });
  await other.connect();
});
afterAll(async () => {
  await other.end();
  await ledger.close();
  await database.drop();
});

/** Were it to fall asleep, each session that waits would get the lock in turn and keep it until PostgreSQL ends it. */
test('a process waits for the write lock with one session, however many streams commit', async () => {
  const stream = await ledger.stream('spec', 'orders', 'spec');
  await other.query('begin');
  await other.query('select 1 from ledger for update');
  const sessions = jest.spyOn(ledger.database, 'createQueryRunner');
  const commits = [1, 2, 3, 4].map((n) => {
    const spoken = says('work-order', `spec/order:${n}`, {});
    return commitBatch(ledger, batch(stream, [item(`${n}`, 1, spoken)]), { authority: {} });
  });
  const waiting = async (): Promise<number> => {
    const { rows } = await other.query(
      `select 1 from pg_stat_activity where application_name = 'in-turn' and wait_event_type = 'Lock'`,
    );
    return rows.length;
  };
  await until('one waits for the lock', waiting, (count) => count > 0);
  expect([await waiting(), sessions.mock.calls.length]).toEqual([1, 1]);
  await other.query('commit');
  expect((await Promise.all(commits)).map((it) => it.revision)).toEqual([1, 2, 3, 4]);
});

test('a commit that fails does not hold up the next', async () => {
  const stream = await ledger.stream('spec', 'tasks', 'spec');
  const stale = { revision: 99, first: 1, next: {}, backfilled: true };
  const failing = commitBatch(ledger, batch(stream, [], { checkpoint: stale }), { authority: {} });
  const next = commitBatch(ledger, batch(stream, [item('1', 1, says('work-order', 'spec/order:9', {}))]), {
    authority: {},
  });
  await expect(failing).rejects.toMatchObject({ code: 'stale-checkpoint' });
  await expect(next).resolves.toMatchObject({ outcomes: ['applied'] });
});
