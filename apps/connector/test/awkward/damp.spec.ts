import { at, list } from '../kit/document.js';
import type { Event } from '../kit/subscriber.js';
import { held, linksOf, order, words } from './kit/documents.js';
import { Landlord } from './kit/landlord.js';

let landlord: Landlord;
let events: readonly Event[];

beforeAll(async () => {
  landlord = await Landlord.make();
  await landlord.say('properties', 'damp-case');
  await landlord.say('orders', 'damp-case');
  await landlord.sayOneByOne('cases', 'damp-case');
  await landlord.sayOneByOne('access-attempts', 'damp-case');
  events = await landlord.events();
});
afterAll(() => landlord.close());

const CASE = 'awk/case:DM-2026-11';

test('a damp case with four orders: each stays an order of its own and is tied to the case', () => {
  const { id } = held(events, 'hazard-case', CASE);
  const orders = [1, 2, 3, 4].map((number) => order(events, `110000${number}`));
  for (const { document, changes } of orders) {
    expect([...linksOf(document, 'partOfCase')]).toEqual([['DM-2026-11', id]]);
    expect(changes).toEqual([['ordered'], ['linked']]);
  }
  expect(new Set(orders.map((it) => it.id)).size).toBe(4);
});

test('… two investigations, two summaries, four works: what was found, told and done, each by its number', () => {
  const { document, changes } = held(events, 'hazard-case', CASE);
  expect(words(document, 'investigations', 'kind')).toEqual(['standard', 'renewed']);
  expect(words(document, 'investigations', 'mode')).toEqual(['remote', 'in-person']);
  expect(words(document, 'investigations', 'outcome')).toEqual(['significant', 'emergency']);
  expect(list(document, 'summaries').map((it) => [it['investigation'], at(it, 'sentAt.at')])).toEqual([
    ['I1', '2026-02-06T16:00:00Z'],
    ['I2', '2026-02-13T12:00:00Z'],
  ]);
  expect(list(document, 'works').map((it) => [at(it, 'kind.value'), at(it, 'order.id')])).toEqual([
    ['make-safe', '01100001'],
    ['safety', '01100002'],
    ['safety', '01100003'],
    ['preventative', '01100004'],
  ]);
  expect(words(document, 'hazards', 'hazard')).toEqual(['damp-and-mould', 'electrical']);
  expect(document).toMatchObject({
    awareAt: { at: '2026-02-02T10:30:00Z' },
    awareSource: { value: 'tenant-report' },
    jurisdiction: 'england',
    tenure: { value: 'secure' },
    flags: [],
  });
  expect(changes).toEqual([
    ['hazard-asserted'],
    ['amended'],
    ['hazard-asserted'],
    ['no-access'],
    ['no-access'],
    ['amended'],
  ]);
});

test('… every attempt to get in stands in the history, oldest first, once', () => {
  const { document } = held(events, 'hazard-case', CASE);
  expect(list(document, 'accessAttempts').map((it) => [at(it, 'at.at'), at(it, 'outcome.value')])).toEqual([
    ['2026-02-10T09:30:00Z', 'no-access'],
    ['2026-02-10T09:40:00Z', 'no-access'],
    ['2026-02-12T09:30:00Z', 'access'],
  ]);
  expect(words(document, 'statusHistory', 'status')).toEqual(['open', 'investigating', 'works']);
});

test('… a decant: offered, accepted, moved, to which home; not yet back', () => {
  const { document, personal } = held(events, 'hazard-case', CASE);
  expect(list(document, 'decants')).toMatchObject([
    {
      ref: 'D1',
      offeredAt: { at: '2026-02-12T13:00:00Z' },
      movedAt: { at: '2026-02-12T18:30:00Z' },
    },
  ]);
  expect(list(document, 'decants')[0]).not.toHaveProperty('returnedAt');
  // where a household lives now is personal
  expect(list(document, 'decants')[0]).not.toHaveProperty('property');
  expect(list(personal, 'decants')).toMatchObject([
    { ref: 'D1', property: { scheme: 'awk/property', id: '00070119' } },
  ]);
});

test('… findings, household and contact are in the personal topic only', () => {
  const { document, personal } = held(events, 'hazard-case', CASE);
  expect(personal).toMatchObject({
    contactPhone: '07700 900100',
    householdRisk: 'Zzmark child with asthma',
    hazards: [{ ref: 'H1', location: 'Zzmark back bedroom' }],
    investigations: [
      { ref: 'I1', findings: 'Zzmark mould behind the wardrobe' },
      { ref: 'I2', findings: 'Zzmark child with asthma, wet wiring' },
    ],
  });
  expect(JSON.stringify(document)).not.toContain('asthma');
});
