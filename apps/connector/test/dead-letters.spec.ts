import { randomBytes } from 'node:crypto';
import { replay, type Replayed } from '#apps/cli/replay.js';
import { giveUpDeadLetters, type StoredDeadLetter } from '#libs/ledger/queries/stored-dead-letters.js';
import { readConfiguration } from '#libs/configuration/read-configuration.js';
import { bookingXml, postBooking, postUpdates, updateJson } from './kit/calls.js';
import { at, list } from './kit/document.js';
import { MARK, orderRow } from './kit/rows.js';
import type { RunningApp } from './kit/running-app.js';
import { eventsOf, expectSound } from './kit/sound.js';
import { World } from './kit/world.js';

const UPDATES = 'contractor-hact/status-updates';
const ORDER = 'uh/workOrder:00545095';
const update = { order: '00545095', type: '70', at: '2025-07-10T09:00:00Z' };
let world: World;
let app: RunningApp;

beforeAll(async () => {
  world = await World.make();
  await world.housing.put('rmworder', orderRow('00545095', 5_400_001));
  app = await world.start();
  await world.entity(ORDER);
});
afterAll(() => world.close());

async function open(code: string): Promise<StoredDeadLetter> {
  const found = (await world.deadLetters()).filter((it) => it.code === code);
  expect(found).toHaveLength(1);
  return found[0] as StoredDeadLetter;
}

const again = (letter: StoredDeadLetter): Promise<Replayed> =>
  replay(
    world.ledger,
    readConfiguration({
      folder: world.connectors.folder,
      wanted: [letter.connector],
      environment: {},
      unresolved: 'keep',
    }),
    letter,
  );

const updates = async (): Promise<readonly unknown[]> =>
  list((await world.entity(ORDER)).document, 'jobUpdates').map((it) => at(it, 'type.raw.code'));

test('an unreadable date in a booking: answered, stored, not applied', async () => {
  const { version } = await world.entity(ORDER);
  const odd = bookingXml({
    id: '9002',
    order: '00545095',
    changed: '2025-07-02T10:00:00',
    day: '2025-02-30',
  });
  expect((await postBooking(app.url, odd)).status).toBe(200);
  const letter = await open('bad-date');
  expect(letter).toMatchObject({ connector: 'drs-scheduler', stream: 'bookings', key: '9002', seen: 1 });
  expect(Buffer.from(letter.raw).toString()).toBe(odd);
  expect((await world.entity(ORDER)).version).toBe(version);
  expect((await world.stream('drs-scheduler/bookings')).openDeadLetters).toEqual({ 'bad-date': 1 });
});

test('the same refused bytes again are one dead letter, seen twice', async () => {
  await postBooking(
    app.url,
    bookingXml({ id: '9002', order: '00545095', changed: '2025-07-02T10:00:00', day: '2025-02-30' }),
  );
  expect((await open('bad-date')).seen).toBe(2);
  expect((await world.stream('drs-scheduler/bookings')).counts.deadLetters).toBe(2);
});

test('a mended booking is applied as if the bad one had not come', async () => {
  const good = bookingXml({
    id: '9002',
    order: '00545095',
    changed: '2025-07-02T10:00:00',
    day: '2025-02-28',
  });
  await postBooking(app.url, good);
  expect(list((await world.entity(ORDER)).document, 'appointments').map((it) => it['ref'])).toEqual(['9002']);
});

test('U+0000 in one update of a batch: that one is refused, the others are applied', async () => {
  const odd = { ...update, at: '2025-07-10T09:30:00Z', comments: `${MARK}\u0000` };
  const batch = [update, odd, { ...update, type: '120', at: '2025-07-10T10:00:00Z' }].map(updateJson);
  expect((await postUpdates(app.url, JSON.stringify(batch))).status).toBe(200);
  expect((await open('bad-character')).message).not.toContain(MARK);
  expect(await updates()).toEqual(['120', '70']);
  expect((await world.stream(UPDATES)).counts).toMatchObject({ read: 3, applied: 2, deadLetters: 1 });
});

test('what the ledger itself refuses is found among the others, which are applied', async () => {
  const long = randomBytes(4000).toString('hex'); // no reference may be so long
  const batch = [update, { ...update, order: long }, { ...update, type: '80' }].map(updateJson);
  expect((await postUpdates(app.url, JSON.stringify(batch))).status).toBe(200);
  expect((await open('event-does-not-fit')).position).toBe('body:2');
  expect(await updates()).toEqual(['120', '70', '80']);
});

test('a replay that is refused again leaves the dead letter open', async () => {
  const letter = await open('bad-character');
  expect(await again(letter)).toEqual({ id: letter.id, outcome: 'dead-letter', code: 'bad-character' });
  expect((await open('bad-character')).seen).toBe(1);
});

test('an unknown type of update is refused, and applied by a replay once its code is known', async () => {
  const odd = JSON.stringify(updateJson({ ...update, type: '190', at: '2025-07-10T11:00:00Z' }));
  expect((await postUpdates(app.url, odd)).status).toBe(200);
  const letter = await open('unknown-code');
  expect(await updates()).toEqual(['120', '70', '80']);
  world.connectors.addCode('contractor-hact', 'job-update-type', '190,note,Note added');
  expect(await again(letter)).toEqual({ id: letter.id, outcome: 'applied' });
  expect(await updates()).toEqual(['120', '190', '70', '80']);
  expect(await world.deadLetters('replayed')).toMatchObject([{ id: letter.id }]);
  expect((await world.stream(UPDATES)).counts).toMatchObject({
    read: 7,
    applied: 3,
    deadLetters: 3,
    replayed: 1,
  });
});

test('one given up is closed, and stays stored', async () => {
  const letter = await open('bad-character');
  const trace = `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`;
  expect(await giveUpDeadLetters(world.ledger, [letter.id], new Date(), trace)).toBe(1);
  expect(await giveUpDeadLetters(world.ledger, [letter.id], new Date(), trace)).toBe(0);
  expect((await world.stream(UPDATES)).openDeadLetters).toEqual({ 'event-does-not-fit': 1 });
  expect(await world.deadLetters('given-up')).toMatchObject([{ id: letter.id }]);
});

test('the dead-letter topic tells code, place and state of each, and no value', async () => {
  const events = (await expectSound(world, app)).filter((it) => it.topic === 'dead-letter');
  const letters = [
    ...(await world.deadLetters()),
    ...(await world.deadLetters('replayed')),
    ...(await world.deadLetters('given-up')),
  ];
  const told = Object.fromEntries(
    letters.map((it) => [it.code, eventsOf(events, 'dead-letter', it.id).map(({ value }) => value['state'])]),
  );
  expect(told).toEqual({
    'bad-date': ['open'],
    'event-does-not-fit': ['open'],
    'unknown-code': ['open', 'replayed'],
    'bad-character': ['open', 'given-up'],
  });
  const dated = events.find(({ value }) => value['code'] === 'bad-date');
  expect(Object.keys(dated?.value ?? {}).sort()).toEqual(
    ['at', 'code', 'connector', 'id', 'path', 'state', 'stream', 'version'].sort(),
  );
  for (const { text } of events) expect(text).not.toMatch(/9002|00545095|00:00/);
});
