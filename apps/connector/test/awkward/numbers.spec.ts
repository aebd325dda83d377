import { readConfiguration } from '#libs/configuration/read-configuration.js';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { copyConnectors } from '../kit/connectors-folder.js';
import { eventsOf } from '../kit/sound.js';
import type { Event } from '../kit/subscriber.js';
import { held, heldOf, order, referencesOf } from './kit/documents.js';
import { Landlord } from './kit/landlord.js';

let landlord: Landlord;
let events: readonly Event[];

beforeAll(async () => {
  landlord = await Landlord.make();
  await landlord.say('temporary-orders', 'temporary-number');
  await landlord.sayOneByOne('orders', 'temporary-number');
  await landlord.say('orders', 'mistyped-number');
  await landlord.sayOneByOne('jobs', 'mistyped-number');
  events = await landlord.events();
});
afterAll(() => landlord.close());

test('a temporary number resolved after completion: one order, two identities, no second entity left', () => {
  const { id, document, personal, changes } = order(events, '1400001');
  expect(document['references']).toEqual([
    { scheme: 'awk/order', id: '01400001' },
    { scheme: 'awk/temporary', id: '7', period: '2025-10-12' },
  ]);
  expect(held(events, 'work-order', 'awk/temporary:7@2025-10-12').id).toBe(id);
  expect(document).toMatchObject({
    completedAt: { at: '2025-10-12T20:15:00Z' },
    raisedAt: { at: '2025-10-20T08:00:00Z' },
    flags: ['completed-before-raised'],
  });
  expect(personal).toMatchObject({
    description: 'Zzmark burst pipe, done at night',
    customerName: 'Zzmark Tenant Fourteen 07700 900400',
  });
  // founded by the sheet; the order stood for a day as a second entity, and has said its last word
  expect(changes).toEqual([['completed'], ['ordered', 'merged']]);
  const second = heldOf(events, 'work-order').filter(({ document }) => document['into'] === id);
  expect(second.map((it) => it.document['state'])).toEqual(['merged']);
  expect(second[0]?.changes).toEqual([['ordered'], ['merged']]);
  const last = eventsOf(events, 'work-order-personal', second[0]?.id ?? '').map(({ value }) => value);
  expect(last).toMatchObject([
    { description: 'Zzmark burst pipe, done at night' },
    { state: 'merged', into: id },
  ]);
  expect(last[1]).not.toHaveProperty('description');
});

test('… and the same number at the next outage is another order', () => {
  const next = held(events, 'work-order', 'awk/temporary:7@2026-03-02');
  expect(next.id).not.toBe(order(events, '1400001').id);
  expect(referencesOf(next.document)).toEqual(['awk/temporary:7@2026-03-02']);
  expect(next.personal).toMatchObject({ description: 'Zzmark no hot water' });
});

test('a mistyped order number merges two orders; corrected, both are as if it had never been', () => {
  const [one, other] = [order(events, '1500001'), order(events, '1500011')];
  expect(one.id).not.toBe(other.id);
  expect(one.changes).toEqual([['ordered'], ['attended', 'merged'], ['split']]);
  expect(other.changes).toEqual([['ordered'], ['merged'], expect.arrayContaining(['split'])]);
  expect(one.document).toMatchObject({ attendedAt: { at: '2026-02-06T09:00:00Z' }, flags: [] });
  expect(other.document).not.toHaveProperty('attendedAt');
  expect(referencesOf(one.document)).toEqual(['awk/job:J-150001', 'awk/order:01500001']);
  expect(referencesOf(other.document)).toEqual(['awk/job:J-150011', 'awk/order:01500011']);
  expect([one.personal['description'], other.personal['description']]).toEqual([
    'Zzmark gutter',
    'Zzmark fence',
  ]);
});

test('a statement’s number as the identity of an order is refused before anything is read', () => {
  const { folder, remove } = copyConnectors(['awkward']);
  try {
    const file = join(folder, 'awkward/connector.yaml');
    const yaml = readFileSync(file, 'utf8');
    writeFileSync(file, yaml.replace('awk/job: = JobReference', 'awk/statement: = StatementNumber'));
    const read = () =>
      readConfiguration({ folder, wanted: ['awkward'], environment: {}, unresolved: 'keep' });
    expect(read).toThrow('"awk/statement" identifies invoice, not work-order.');
    writeFileSync(file, yaml);
    expect(read).not.toThrow();
  } finally {
    remove();
  }
});
