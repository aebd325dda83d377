import { list } from '../kit/document.js';
import type { Event } from '../kit/subscriber.js';
import { linksOf, order, referencesOf, words } from './kit/documents.js';
import { Landlord } from './kit/landlord.js';

let landlord: Landlord;
let events: readonly Event[];

beforeAll(async () => {
  landlord = await Landlord.make();
  await landlord.sayOneByOne('visits', 'gas-servicing');
  await landlord.sayOneByOne('orders', 'gas-servicing');
  await landlord.say('jobs', 'out-of-hours');
  await landlord.say('orders', 'out-of-hours');
  await landlord.sayOneByOne('orders', 'recall');
  await landlord.sayOneByOne('orders', 'cancelled-and-reissued');
  await landlord.say('orders', 'multi-trade');
  events = await landlord.events();
});
afterAll(() => landlord.close());

test('gas servicing with three no-accesses: each is a change of its own, with card, reason and attempts', () => {
  const { document, personal, changes } = order(events, '300001');
  expect(changes).toEqual([
    ['attended', 'no-access'],
    ['attended', 'no-access'],
    ['attended', 'no-access'],
    ['attended'],
    ['ordered', 'linked'],
    ['completed'],
  ]);
  expect(document).toMatchObject({
    workStream: { value: 'cyclical' },
    completedAt: { at: '2026-04-21T09:40:00Z' },
  });
  expect(words(document, 'visits', 'outcome')).toEqual(['no-access', 'no-access', 'no-access', 'completed']);
  expect(words(document, 'visits', 'noAccessReason')).toEqual([
    'no-answer',
    'tenant-unavailable',
    'access-refused',
    undefined,
  ]);
  expect(list(document, 'visits').map((it) => it['carded'])).toEqual([true, true, false, undefined]);
  expect(list(document, 'visits')[0]?.['contactAttempts']).toMatchObject([
    { channel: 'knock', answered: false },
    { channel: 'phone', answered: false },
  ]);
  expect(list(personal, 'visits').map((it) => it['ref'])).toEqual(['V31', 'V32']);
});

test('out-of-hours work confirmed the next day: done before it was raised, one order, flagged and not dropped', () => {
  const { document, changes } = order(events, '500001');
  expect(referencesOf(document)).toEqual(['awk/job:J-50001', 'awk/order:00500001']);
  expect(changes).toEqual([['attended', 'completed'], ['ordered']]);
  expect(document).toMatchObject({
    retrospective: true,
    flags: ['completed-before-raised'],
    raisedAt: { at: '2026-03-16T09:05:00Z' },
    completedAt: { at: '2026-03-14T03:05:00Z' },
  });
});

test('a recall: an order of its own, linked to the first as soon as that one is known', () => {
  const [first, recall] = [order(events, '600001'), order(events, '600002')];
  expect(recall.id).not.toBe(first.id);
  expect([...linksOf(recall.document, 'recallOf')]).toEqual([['00600001', first.id]]);
  expect(recall.changes).toEqual([['ordered'], ['linked']]);
  expect(first.document).toMatchObject({ links: [], status: { value: 'completed' } });
});

test('cancelled and reissued: two orders, the second says which it replaces', () => {
  const [cancelled, again] = [order(events, '700001'), order(events, '700002')];
  expect(cancelled.changes).toEqual([['ordered'], ['cancelled']]);
  expect(words(cancelled.document, 'statusHistory', 'status')).toEqual(['open', 'cancelled']);
  expect(cancelled.document).not.toHaveProperty('reissued');
  expect(again.document).toMatchObject({ reissued: true, status: { value: 'open' }, flags: [] });
  expect([...linksOf(again.document, 'supersedes')]).toEqual([['00700001', cancelled.id]]);
  expect(again.changes).toEqual([['ordered']]);
});

test('a multi-trade order: one order, each task with its own trade; one that no table knows is said', () => {
  const { document, personal, changes } = order(events, '800001');
  expect(words(document, 'tasks', 'trade')).toEqual([
    'plumbing',
    'carpentry',
    'electrical',
    'plumbing',
    undefined,
  ]);
  expect(list(document, 'tasks').map((it) => it['dependsOn'])).toEqual([
    undefined,
    ['801'],
    ['801', '802'],
    undefined,
    undefined,
  ]);
  expect(document).not.toHaveProperty('trade'); // nobody said which one leads
  expect(list(document, 'tasks').at(-1)).toMatchObject({ trade: { state: 'unmapped', raw: { code: 'SP' } } });
  expect(changes).toEqual([['ordered', 'unmapped']]);
  expect(list(personal, 'tasks')).toEqual([
    { ref: '801', system: 'awk', description: 'Zzmark disconnect the sink', by: ['awkward/orders'] },
  ]);
});
