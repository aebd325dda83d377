import { batch, item, says } from '#libs/ledger/testing/batches.js';
import { until } from '#libs/local/testing/until.js';
import { expectSound } from './kit/sound.js';
import { World } from './kit/world.js';
import { commitBatch } from '#libs/ledger/commit/commit.js';

/** A property that comes after its 1,000 orders: each of them is told where it is, also where the app ends in between. */
let world: World;
beforeAll(async () => void (world = await World.make()));
afterAll(() => world.close());

test('what waits for its links when the app starts, is told', async () => {
  await (await world.start()).close();
  const stream = await world.ledger.stream('estate', 'all', 'uh');
  const orders = Array.from({ length: 1_000 }, (_, number) =>
    item(`o${number}`, 1, says('work-order', `uh/workOrder:${number}`, {}, [['at', 'uh/property:1']])),
  );
  const property = item('p', 1, says('property', 'uh/property:1 uk/uprn:100', {}));
  for (const items of [orders, [property]])
    await commitBatch(world.ledger, batch(stream, items), { authority: {} });
  expect((await world.health()).relinking).toBe(800);

  const app = await world.start();
  await until(
    'no links wait',
    () => world.health(),
    ({ relinking }) => relinking === 0,
  );
  const events = await expectSound(world, app);
  const told = events.filter((it) => it.topic === 'work-order' && it.changes.includes('linked'));
  expect(new Set(told.map((it) => it.key)).size).toBe(1_000);
  expect(told).toHaveLength(1_000);
});
