import { Client } from 'pg';
import { startPostgres, type TestDatabase } from '../test/postgres.js';
import { createReader } from '../housing/schema.js';
import { seed } from './seed.js';

const NOW = new Date('2026-03-10T11:00:00Z');

describe('the seeded estate', () => {
  let postgres: TestDatabase;
  let db: Client;

  beforeAll(async () => {
    postgres = await startPostgres();
    db = new Client({ connectionString: postgres.url });
    await db.connect();
    await seed(db, { repairs: Number(process.env['SIM_TEST_REPAIRS'] ?? 1_000), seed: 7, now: NOW });
  }, 60_000);

  afterAll(async () => {
    await db.end();
    await postgres.stop();
  });

  const one = async (sql: string): Promise<unknown> => Object.values((await db.query(sql)).rows[0] ?? {})[0];

  test('prints', async () => {
    console.log(await seed(db, { repairs: 1, seed: 7, now: NOW }));
  });
});
