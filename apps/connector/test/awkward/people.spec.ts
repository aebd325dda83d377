import { at, list } from '../kit/document.js';
import { eventsOf } from '../kit/sound.js';
import type { Event } from '../kit/subscriber.js';
import { held, linksOf, order } from './kit/documents.js';
import { Landlord } from './kit/landlord.js';
import { recordsOf, type Stream } from './kit/records.js';

let landlord: Landlord;
let events: readonly Event[];

/** Says one record of a fixture. */
const sayOne = (stream: Stream, name: string, index: number): Promise<void> =>
  landlord.say(stream, recordsOf(stream, name).slice(index, index + 1));

beforeAll(async () => {
  landlord = await Landlord.make();
  await landlord.say('properties', 'block-leak');
  await landlord.sayOneByOne('requests', 'block-leak');
  await landlord.say('orders', 'block-leak');
  // reported, ordered, booked by the contractor; the homes are exchanged; the housing system knows first, the contractor last
  for (const stream of ['properties', 'requests', 'orders', 'jobs'] as const)
    await sayOne(stream, 'mutual-exchange', 0);
  for (const stream of ['properties', 'orders', 'jobs'] as const) await sayOne(stream, 'mutual-exchange', 1);
  events = await landlord.events();
});
afterAll(() => landlord.close());

const personalOf = (topic: Event['topic'], id: string): readonly Event[] => eventsOf(events, topic, id);

test('a block leak reported by eight tenants: eight requests, one order answers them all', () => {
  const { document, changes } = order(events, '400001');
  const block = held(events, 'property', 'awk/property:00070040');
  expect([...linksOf(document, 'at')]).toEqual([['00070040', block.id]]);
  const answered = linksOf(document, 'answers');
  const reports = [1, 2, 3, 4, 5, 6, 7, 8].map((flat) =>
    held(events, 'request', `awk/request:0040000${flat}`),
  );
  expect([...answered.values()]).toEqual(reports.map(({ id }) => id));
  expect(new Set(reports.map(({ id }) => id)).size).toBe(8);
  expect(changes).toEqual([['ordered']]);
});

test('… and no request, nor the order, ever holds the contact of another', () => {
  for (const flat of [1, 2, 3, 4, 5, 6, 7, 8]) {
    const { id, personal } = held(events, 'request', `awk/request:0040000${flat}`);
    expect(personal).toMatchObject({ contactPhone: `07700 90040${flat}`, tenancy: { id: `T/4${flat}` } });
    const said = personalOf('request-personal', id).map(({ text }) => text);
    expect(said.length).toBeGreaterThan(0);
    for (const text of said) {
      expect(text.match(/07700 90040\d/g)).toEqual([`07700 90040${flat}`]);
      expect(text.match(/Number\d/g)).toEqual([`Number${flat}`]);
    }
  }
  const { id } = order(events, '400001');
  for (const { text } of personalOf('work-order-personal', id))
    expect(text).not.toMatch(/07700|Number\d|T\/4/);
});

test('a mutual exchange in the middle of a repair: the order stays one and goes on', () => {
  const { document, personal, changes } = order(events, '1300001');
  expect(changes).toEqual([['ordered'], ['appointed'], ['amended'], ['moved']]);
  expect(list(document, 'appointments').map((it) => at(it, 'from.at'))).toEqual(['2026-03-17T08:00:00Z']);
  expect(personal).toMatchObject({
    tenancy: { id: 'T/130-new' },
    customerName: 'Zzmark Incoming Tenant',
    customerPhone: '07700 900309',
  });
  const home = held(events, 'property', 'awk/property:00070130');
  expect(home.personal).toMatchObject({ tenancy: { id: 'T/130-new' } });
  expect([...linksOf(document, 'at').values()]).toEqual([home.id]);
});

test('… and no version of it puts one tenant’s contact beside the other’s', () => {
  const said = personalOf('work-order-personal', order(events, '1300001').id);
  const people = said.map(({ value }) => [
    at(value, 'tenancy.id'),
    value['customerName'],
    value['customerPhone'],
  ]);
  expect(people).toEqual([
    ['T/130-old', 'Zzmark Former Tenant', '07700 900301'],
    ['T/130-old', 'Zzmark Former Tenant', '07700 900302'],
    ['T/130-new', 'Zzmark Incoming Tenant', undefined], // the contractor still has the former tenant’s phone
    ['T/130-new', 'Zzmark Incoming Tenant', '07700 900309'],
  ]);
  // The report stays the former tenant’s own, and nobody else’s.
  const report = held(events, 'request', 'awk/request:01300001');
  for (const { text } of personalOf('request-personal', report.id))
    expect(text).not.toMatch(/Incoming|T\/130-new|900309/);
  expect(report.personal).toMatchObject({ tenancy: { id: 'T/130-old' }, contactPhone: '07700 900301' });
});
