import { mergeCommands } from './merges.js';
import type { LedgerStream } from '#libs/model/batch.js';
import type { JsonObject } from '#libs/model/json.js';
import type { Ledger } from '#libs/ledger/database/ledger.js';
import { batch, item, says } from '#libs/ledger/testing/batches.js';
import { freshLedger, type FreshLedger } from '#libs/ledger/testing/fresh-ledger.js';
import { syncHealth } from '#libs/ledger/queries/sync-health.js';
import { listHeld, type HeldMerge } from '#libs/ledger/queries/held.js';
import { commitBatch } from '#libs/ledger/commit/commit.js';

let fresh: FreshLedger;
let ledger: Ledger;
let orders: LedgerStream;

beforeAll(async () => {
  fresh = await freshLedger();
  ledger = fresh.ledger;
});
beforeEach(async () => {
  await fresh.empty();
  orders = await ledger.stream('housing', 'orders', 'uh');
});
afterAll(() => fresh.drop());

const tenancy = (id: string): JsonObject => ({ tenancy: { scheme: 'uh/tenancy', id } });
const order = (id: string, fields: JsonObject = {}): ReturnType<typeof says> =>
  says('work-order', `uh/workOrder:${id}`, fields);
const joining = (...ids: readonly string[]): ReturnType<typeof says> =>
  says('work-order', ids.map((id) => `uh/workOrder:${id}`).join(' '), { budgetCode: 'H1' });
const commit = (...items: Parameters<typeof batch>[1]): Promise<unknown> =>
  commitBatch(ledger, batch(orders, items), { authority: {} });

/** As typed in a shell; gives what it printed. */
async function merges(...words: readonly string[]): Promise<string> {
  const printed: string[] = [];
  const { write } = process.stdout;
  process.stdout.write = (text: unknown) => printed.push(String(text)) > 0;
  process.env['DATABASE_URL'] = fresh.url;
  try {
    await mergeCommands().parseAsync(['node', 'merges', ...words]);
  } finally {
    process.stdout.write = write;
  }
  return printed.join('');
}

const current = async (): Promise<readonly (readonly unknown[])[]> => {
  const rows = await ledger.ask<{ readonly main: JsonObject }>(
    `select main from entity where state = 'current' order by main #>> '{references,0,id}'`,
  );
  return rows.map(({ main }) => [
    (main['references'] as readonly JsonObject[]).map((it) => it['id']),
    main['flags'],
  ]);
};
/** As the administrator sees it in sync health. */
const waiting = async (): Promise<number> =>
  (await syncHealth(ledger, new Date())).streams.reduce((sum, it) => sum + it.heldMerges, 0);
const changes = async (): Promise<readonly string[]> =>
  (
    await ledger.ask<{ readonly changes: string }>(
      `select headers ->> 'changes' as changes from outbox where topic = 'work-order' order by number`,
    )
  ).map((it) => it.changes);

test('orders of different tenancies: held, listed, approved for good, taken back', async () => {
  await commit(item('1', 1, order('1', tenancy('A'))), item('2', 1, order('2', tenancy('B'))));
  await commit(item('3', 1, joining('1', '2')));
  const apart = [
    [['1'], ['held:uh/workOrder']],
    [['2'], []],
  ];
  expect(await current()).toEqual(apart);
  expect(await waiting()).toBe(1);
  const [held] = await listHeld(ledger, {});
  expect(held).toMatchObject<Partial<HeldMerge>>({
    state: 'open',
    by: 'housing/orders',
    record: '3',
    reference: 'uh/workOrder:2',
    because: 'tenancies-differ',
  });
  expect([held?.own?.tenancy, held?.other?.tenancy]).toEqual(['uh/tenancy:A', 'uh/tenancy:B']);
  const id = held?.id ?? '';
  expect(await merges('list')).toContain(id.slice(0, 8));
  expect(await merges('show', id.slice(0, 8))).not.toContain('uh/tenancy:A');
  expect(await merges('show', id, '--personal')).toContain('uh/tenancy:A');

  const before = (await changes()).length;
  expect(await merges('approve', id)).toMatch(/^approved: 1, events: [34]\.\n$/);
  expect((await changes()).slice(before)).toEqual(
    expect.arrayContaining([expect.stringContaining('merged'), 'merged']),
  );
  expect(await current()).toEqual([[['1', '2'], []]]);
  await commit(item('3', 2, joining('1', '2')));
  expect(await current()).toEqual([[['1', '2'], []]]);
  expect(await merges('list')).toBe('Nothing is held.\n');
  expect(await waiting()).toBe(0);

  await merges('undo', id);
  expect(await current()).toEqual(apart);
  expect((await changes()).slice(-2)).toEqual([
    expect.stringContaining('split'),
    expect.stringContaining('split'),
  ]);
  expect(await listHeld(ledger, {})).toHaveLength(1);
});

test('refused: it stays aside, also when the record speaks again, and is open no more', async () => {
  await commit(...['1', '2', '3'].map((id) => item(id, 1, order(id))));
  await commit(item('4', 1, joining('1', '2', '3')));
  const held = await listHeld(ledger, {});
  expect(held.map((it) => [it.reference, it.because])).toEqual([
    ['uh/workOrder:2', 'more-than-two'],
    ['uh/workOrder:3', 'more-than-two'],
  ]);
  await merges('refuse', ...held.map((it) => it.id));
  await commit(item('4', 2, joining('1', '2', '3')));
  expect(await listHeld(ledger, {})).toEqual([]);
  expect(await listHeld(ledger, { state: 'refused' })).toHaveLength(2);
  expect(await current()).toEqual([
    [['1'], []],
    [['2'], []],
    [['3'], []],
  ]);
});

test('what is not named any more is not held any more; a decision outlives that', async () => {
  await commit(...['1', '2', '3'].map((id) => item(id, 1, order(id))));
  await commit(item('4', 1, joining('1', '2', '3')), item('5', 1, joining('1', '2', '3')));
  expect(await listHeld(ledger, {})).toHaveLength(4);
  const [first] = await listHeld(ledger, {});
  await merges('refuse', first?.id ?? '');
  await commit(item('4', 2, joining('1')), item('5', 2, joining('1')));
  expect(await listHeld(ledger, { state: 'all' })).toMatchObject([{ id: first?.id, state: 'refused' }]);
});

test('an id that names nothing is refused with a code', async () => {
  await expect(merges('approve', 'ffff')).rejects.toMatchObject({ code: 'unknown-merge' });
});

test('an approval whose outcome cannot be told says why, and decides nothing', async () => {
  const large = (ref: string): JsonObject => ({ tasks: [{ ref, number: ref.repeat(600_000) }] });
  await commit(
    item('1', 1, order('1', { ...tenancy('A'), ...large('1') })),
    item('2', 1, order('2', { ...tenancy('B'), ...large('2') })),
    item('3', 1, joining('1', '2')),
  );
  const [held] = await listHeld(ledger, {});
  await expect(merges('approve', held?.id ?? '')).rejects.toMatchObject({
    name: 'ConfigError',
    code: 'event-too-large',
  });
  expect(await listHeld(ledger, {})).toHaveLength(1);
});
