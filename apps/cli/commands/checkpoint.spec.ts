import { saveHealth, setPaused } from '#libs/ledger/ports/stream-health.js';
import { describeStream } from '#libs/ledger/ports/witness.js';
import { freshLedger, type FreshLedger } from '#libs/ledger/testing/fresh-ledger.js';
import { checkpointCommands } from './checkpoint.js';

const AT = '2026-01-05T09:00:00.000Z';
let fresh: FreshLedger;

beforeAll(async () => {
  fresh = await freshLedger();
  const { ledger } = fresh;
  const orders = await ledger.stream('housing', 'orders', 'uh');
  await describeStream(ledger, orders, { says: [], asked: true });
  await saveHealth(ledger, orders, {
    state: 'ok',
    since: AT,
    holder: 'a',
    freshnessMs: 60_000,
    updatedAt: AT,
  });
});
afterAll(() => fresh.drop());

/** As typed in a shell; gives what it printed. */
async function checkpoint(...words: readonly string[]): Promise<string> {
  const printed: string[] = [];
  const { write } = process.stdout;
  process.stdout.write = (text: unknown) => printed.push(String(text)) > 0;
  process.env['DATABASE_URL'] = fresh.url;
  try {
    await checkpointCommands().parseAsync(['node', 'checkpoint', ...words]);
  } finally {
    process.stdout.write = write;
  }
  return printed.join('');
}

const shown = async (): Promise<unknown> =>
  JSON.parse(await checkpoint('show', 'housing/orders', '--json')) as unknown;

test('nothing moves before --yes and a pause, and the way back is printed', async () => {
  const before = await shown();
  expect(await checkpoint('set', 'housing/orders', '{"row":2}')).toMatch(
    /Nothing was changed. Pause it first: npx lintel pause housing\/orders/,
  );
  await expect(checkpoint('set', 'housing/orders', '{"row":2}', '--yes')).rejects.toMatchObject({
    code: 'stream-runs',
  });
  expect(await shown()).toEqual(before);

  await setPaused(fresh.ledger, 'housing', 'orders', true);
  expect(await checkpoint('set', 'housing/orders', '{"row":2}', '--yes')).toContain(
    'npx lintel checkpoint reset housing/orders --yes',
  );
  expect(await shown()).toMatchObject({ position: { row: 2 }, paused: true });
  expect(await checkpoint('reset', 'housing/orders', '--yes')).toContain(
    `npx lintel checkpoint set housing/orders '{"row":2}' --yes`,
  );
  expect(await shown()).not.toHaveProperty('position');
});

test.each(['[]', 'row 2', '7', 'null'])('%s is no position', async (text) => {
  await expect(checkpoint('set', 'housing/orders', text)).rejects.toMatchObject({ code: 'bad-position' });
});
