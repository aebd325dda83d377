import { at, list } from '../kit/document.js';
import type { Event } from '../kit/subscriber.js';
import { homes, plannedOrder } from './kit/bulk.js';
import { held, heldOf, linksOf, order, words } from './kit/documents.js';
import { Landlord } from './kit/landlord.js';

let landlord: Landlord;
let events: readonly Event[];

beforeAll(async () => {
  landlord = await Landlord.make();
  await landlord.say('orders', 'void-with-eleven-orders');
  await landlord.say('properties', 'void-with-eleven-orders');
  await landlord.say('orders', [plannedOrder]);
  await landlord.say('properties', homes.slice(0, 200));
  await landlord.say('properties', homes.slice(200));
  events = await landlord.events();
});
afterAll(() => landlord.close());

test('a void with eleven orders: eleven orders at one empty home, none of them a tenant’s', () => {
  const home = held(events, 'property', 'awk/property:00070001');
  expect(home.document).toMatchObject({ occupancy: { value: 'void' }, voidSince: '2026-01-31' });
  const orders = heldOf(events, 'work-order').filter(
    ({ document }) => at(document, 'workStream.value') === 'void',
  );
  expect(orders).toHaveLength(11);
  for (const { document, personal } of orders) {
    expect([...linksOf(document, 'at')]).toEqual([['00070001', home.id]]);
    expect(linksOf(document, 'answers').size).toBe(0);
    expect(document).toMatchObject({ priceBasis: { value: 'price-per-void' } });
    // the price is of the void: a line that costs nothing is normal, and no line that is not known
    expect(list(document, 'tasks')).toMatchObject([{ estimatedCost: { amount: '0.00', currency: 'GBP' } }]);
    expect(personal).not.toHaveProperty('tenancy');
  }
  expect(orders.filter(({ changes }) => changes.flat().includes('completed'))).toHaveLength(10);
  // a trade that no table knows is published as it came, and said
  const last = order(events, '100011');
  expect(words(last.document, 'tasks', 'trade')).toEqual([undefined]);
  expect(list(last.document, 'tasks')).toMatchObject([{ trade: { state: 'unmapped', raw: { code: 'CX' } } }]);
  expect(last.changes[0]).toContain('unmapped');
});

test('a planned order of 500 homes: one order, each link finds its home as it appears, the event stays small', () => {
  const { id, document, changes } = order(events, '200500');
  const links = linksOf(document, 'at');
  expect(links.size).toBe(500);
  for (const [reference, found] of links)
    expect(found).toBe(held(events, 'property', `awk/property:${reference}`).id);
  expect(changes[0]).toEqual(['ordered']);
  expect(changes.slice(1).every((it) => it.join() === 'linked')).toBe(true);
  const versions = events.filter((it) => it.topic === 'work-order' && it.key === id);
  const linked = versions.map(({ value }) => [...linksOf(value, 'at').values()].filter(Boolean).length);
  expect([linked[0], linked.at(-1)]).toEqual([0, 500]);
  expect(linked).toContain(200);
  expect(linked).toEqual([...linked].sort((a, b) => a - b));
  expect(Math.max(...versions.map(({ text }) => Buffer.byteLength(text)))).toBeLessThan(256 * 1024);
});
