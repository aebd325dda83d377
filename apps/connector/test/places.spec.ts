import { list } from './kit/document.js';
import { orderRow, propertyRow } from './kit/rows.js';
import type { RunningApp } from './kit/running-app.js';
import { eventsOf, expectSound } from './kit/sound.js';
import { World } from './kit/world.js';

/** A property reference resolves to its UPRN through the property; until then that can be seen, and it resolves later. */
let world: World;
let app: RunningApp;

beforeAll(async () => {
  world = await World.make();
  app = await world.start();
});
afterAll(() => world.close());

const place = (document: Readonly<Record<string, unknown>>): unknown => {
  const [link] = list(document as never, 'links').filter((it) => it['type'] === 'at');
  return link && [link['state'], link['uprn']];
};

test('unknown, known without a UPRN, resolved, resolved otherwise', async () => {
  const order = 'uh/workOrder:00545400';
  await world.housing.put('rmworder', orderRow('00545400', 5_400_400, { prop_ref: '00024665' }));
  expect(place((await world.entity(order)).document)).toEqual(['unlinked', undefined]);

  await world.housing.put('property', propertyRow('00024665', { u_llpg_ref: null }));
  const known = await world.entity(order, ({ version }) => version === 2);
  expect(place(known.document)).toEqual(['linked', undefined]);

  await world.housing.put('property', propertyRow('00024665', { u_llpg_ref: '000099900024665' }));
  const resolved = await world.entity(order, ({ version }) => version === 3);
  expect(place(resolved.document)).toEqual(['linked', '99900024665']);

  await world.housing.put('property', propertyRow('00024665', { u_llpg_ref: '000099900024666' }));
  const corrected = await world.entity(order, ({ version }) => version === 4);
  expect(place(corrected.document)).toEqual(['linked', '99900024666']);

  const events = eventsOf(await world.events(), 'work-order', corrected.id);
  expect(events.map((it) => it.changes)).toEqual([['ordered'], ['linked'], ['linked'], ['linked']]);
});

test('another field of the property is no news of its orders', async () => {
  await world.housing.put(
    'property',
    propertyRow('00024665', { u_llpg_ref: '000099900024666', asbestos: true }),
  );
  await world.entity('uh/property:00024665', ({ document }) => document['asbestos'] === true);
  expect((await world.entity('uh/workOrder:00545400')).version).toBe(4);
});

test('nothing personal got out, versions 1, 2, 3 …', async () => {
  await expectSound(world, app);
});
