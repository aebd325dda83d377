import { freshLedger, type FreshLedger } from '../testing/fresh-ledger.js';

let fresh: FreshLedger;
beforeAll(async () => void (fresh = await freshLedger()));
afterAll(() => fresh.drop());

test('a stream keeps its id however often it is asked for, and asking uses none up', async () => {
  const { ledger } = fresh;
  const first = await Promise.all([1, 2, 3].map(() => ledger.stream('housing', 'orders', 'uh')));
  expect(new Set(first.map((it) => it.id)).size).toBe(1);
  const used = await ledger.ask('select last_value from stream_id_seq');
  for (let asked = 0; asked < 10; asked += 1) await ledger.stream('housing', 'orders', 'uh');
  expect(await ledger.ask('select last_value from stream_id_seq')).toEqual(used);
  expect(await ledger.stream('housing', 'orders', 'other')).toMatchObject({ id: first[0]?.id });
  expect(await ledger.ask('select system from stream')).toEqual([{ system: 'other' }]);
});
