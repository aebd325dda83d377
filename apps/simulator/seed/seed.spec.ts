import { freshDatabase, uniqueName, type FreshDatabase } from '#libs/local/testing/services.js';
import { Client } from 'pg';
import { createReader } from '../housing/schema.js';
import { MARKER } from '../invented.js';
import { random } from '../random.js';
import { inventEstate } from './estate.js';
import { numbersAfter, numbersOf } from './numbers.js';
import { inventRepairs } from './repairs.js';
import { seed, type Seeded } from './seed.js';

const NOW = new Date('2026-03-10T11:00:00Z');
const REPAIRS = Number(process.env['SIM_TEST_REPAIRS'] ?? 1_500);

describe('the seeded estate', () => {
  let postgres: FreshDatabase;
  let db: Client;
  let seeded: Seeded;

  beforeAll(async () => {
    postgres = await freshDatabase();
    db = new Client({ connectionString: postgres.url });
    await db.connect();
    seeded = await seed(db, { repairs: REPAIRS, seed: 7, now: NOW });
  });

  afterAll(async () => {
    await db.end();
    await postgres.drop();
  });

  const one = async (sql: string): Promise<unknown> => Object.values((await db.query(sql)).rows[0] ?? {})[0];

  test('has as many requests as asked for and about nine orders for ten of them', () => {
    expect(seeded.fresh).toBe(true);
    expect(seeded.requests).toBe(REPAIRS);
    expect(seeded.orders / REPAIRS).toBeGreaterThan(0.8);
    expect(seeded.orders / REPAIRS).toBeLessThan(1);
    expect(seeded.deliveries / REPAIRS).toBeGreaterThan(0.5);
  });

  test('numbers go on after those of what is planned for later and not written yet', async () => {
    const late = async (sid: string): Promise<number> =>
      Number(
        await one(
          `select coalesce(max((${sid})::int), 0) from sim.late_order, jsonb_array_elements(content->'orders') o`,
        ),
      );
    const [request, order] = [
      await late(`content#>>'{request,rmreqst_sid}'`),
      await late(`o#>>'{row,rmworder_sid}'`),
    ];
    expect(order).toBeGreaterThan(Number(await one('select max(rmworder_sid) from rmworder'))); // there is something to step on
    const numbers = await numbersOf(db);
    expect(numbers.request().sid).toBeGreaterThan(request);
    expect(numbers.order().sid).toBeGreaterThan(order);
    const visit = Number(
      await one(`select max((v->>'visit_sid')::int) from sim.late_order, jsonb_array_elements(content->'orders') o,
      jsonb_array_elements(o->'visits') v`),
    );
    expect(numbers.visit()).toBeGreaterThan(visit);
  });

  test('is kept when it is asked for again', async () => {
    await expect(seed(db, { repairs: 5, seed: 8, now: NOW })).resolves.toEqual({ ...seeded, fresh: false });
  });

  test('is stamped by many transactions, in order of the stamps', async () => {
    const stamps = Number(await one('select count(distinct tstamp)::int from rmreqst'));
    expect(stamps).toBeGreaterThanOrEqual(REPAIRS / 120);
    const before = await one('select max(tstamp)::text from rmtask');
    await db.query(
      `update rmtask set est_units = est_units + 1 where rmtask_sid = (select min(rmtask_sid) from rmtask)`,
    );
    expect(BigInt(String(await one('select max(tstamp)::text from rmtask')))).toBeGreaterThan(
      BigInt(String(before)),
    );
  });

  test('has the quirks of the real thing', async () => {
    expect(await one('select rq_ref from rmreqst order by rq_ref limit 1')).toMatch(/^0\d{7}$/);
    expect(await one(`select octet_length(wo_ref::bytea) from rmworder limit 1`)).toBe(10);
    for (const sql of [
      `select count(*)::int from rmworder where datecomp = '1900-01-01'`,
      `select count(*)::int from rmworder where datecomp = '0001-01-01'`,
      `select count(*)::int from rmworder where datecomp is null`,
      `select count(*)::int from rmworder where datecomp > '1901-01-01' and datecomp < created`,
      `select count(*)::int from rmworder where trim(rq_ref) = '' or rq_ref is null`,
      `select count(*)::int from rmworder where wo_ref like 'V%'`,
      `select count(*)::int from rmworder w join property p using (prop_ref) where p.level_code = '3'`,
      `select count(*)::int from rmworder where act_cost = 0`,
      `select count(*)::int from rmtask where wo_ref = ''`,
      `select count(*)::int from rmtask where trade in ('ZQ', 'X9')`,
      `select count(*)::int from visit where visit_outcome = 'NOA'`,
      `select count(*)::int from rmreqst where rq_problem like '%RECALL%'`,
      `select count(*)::int from property where trim(u_llpg_ref) = ''`,
    ])
      expect([sql, Number(await one(sql)) > 0]).toEqual([sql, true]);
    expect(
      await one(`select count(*)::int from rmworder where date_due <> date_trunc('minute', date_due)`),
    ).toBe(0);
  });

  test('marks every personal value', async () => {
    for (const [table, column] of [
      ['rmreqst', 'rq_name'],
      ['rmreqst', 'rq_problem'],
      ['rmreqst', 'rq_access'],
      ['rmtask', 'variation_det'],
      ['visit', 'visit_comment'],
      ['property', 'short_address'],
    ])
      expect(
        await one(
          `select count(*)::int from ${table} where coalesce(trim(${column}), '') <> '' and ${column} not like '%${MARKER}%'`,
        ),
      ).toBe(0);
    expect(await one(`select count(*)::int from rmreqst where rq_phone !~ '^07700 900[0-9]{3}$'`)).toBe(0);
  });

  test("lets Lintel's account read the seven tables and nothing else", async () => {
    const name = uniqueName();
    await createReader(db, name, `it's "secret"`);
    await createReader(db, name, 'another');
    const url = new URL(postgres.url);
    url.username = name;
    url.password = 'another';
    const reader = new Client({ connectionString: url.href });
    await reader.connect();
    await expect(reader.query('select * from visit limit 1')).resolves.toMatchObject({ rowCount: 1 });
    await expect(reader.query('update visit set visit_carded = true')).rejects.toMatchObject({
      code: '42501',
    });
    await expect(reader.query('select * from sim.delivery')).rejects.toMatchObject({ code: '42501' });
    await reader.end();
    await db.query(`drop owned by ${name}; drop role ${name}`);
  });

  test('is found by its stamp through the index', async () => {
    await db.query('analyze rmtask');
    const plan = await db.query<{ 'QUERY PLAN': string }>(
      `explain select * from rmtask where (tstamp, rmtask_sid) > ('0', 0) order by tstamp, rmtask_sid limit 50`,
    );
    expect(plan.rows.map((row) => row['QUERY PLAN']).join('\n')).toContain('rmtask_tstamp');
  });
});

test('the same seed invents the same repairs, another one others', () => {
  const repairs = (seedNumber: number): string => {
    const r = random(seedNumber);
    const numbers = numbersAfter();
    const estate = inventEstate(r, numbers, 60);
    return JSON.stringify([...inventRepairs({ r, numbers, estate, now: NOW.getTime() }, 50)]);
  };
  expect(repairs(3)).toBe(repairs(3));
  expect(repairs(3)).not.toBe(repairs(4));
});
