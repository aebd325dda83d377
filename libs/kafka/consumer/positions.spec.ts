import type { Admin, Producer } from 'kafkajs';
import { sharedKafka, uniqueName } from '#libs/local/testing/services.js';
import { until } from '#libs/local/testing/until.js';
import { makeKafka } from '../client.js';
import { whenKnown } from '../when-known.js';
import { positions, type Positions } from './positions.js';

const STALL_MS = 60_000;
const HOUR = 3_600_000;

let admin: Admin;
let producer: Producer;
beforeAll(async () => {
  const kafka = makeKafka({ brokers: await sharedKafka(), clientId: 'spec' });
  admin = kafka.admin();
  producer = kafka.producer();
  await Promise.all([admin.connect(), producer.connect()]);
  await coordinated();
});
afterAll(() => Promise.all([admin.disconnect(), producer.disconnect()]));

/** A cluster that has just begun has nobody yet who answers for groups. */
const coordinated = (): Promise<unknown> =>
  until(
    'somebody answers for groups',
    () =>
      admin.fetchOffsets({ groupId: 'spec' }).then(
        () => 'answered',
        (error: unknown) => String(error),
      ),
    (answer) => answer === 'answered',
  );

let topic: string;
let now: number;
let at: Positions;
/** A member that has read the one message of its topic and has been idle since. */
beforeEach(async () => {
  topic = uniqueName();
  await admin.createTopics({ topics: [{ topic, numPartitions: 1 }], waitForLeaders: false });
  await whenKnown(() => admin.fetchTopicOffsets(topic));
  await write();
  now = 0;
  at = positions(() => now);
  at.assigned({ [topic]: [0] });
  at.moved(topic, 0, 1n);
});

const write = (): Promise<unknown> => producer.send({ topic, messages: [{ value: 'a' }] });
const look = (): Promise<readonly string[]> => at.stalled(admin, 'spec', true, STALL_MS);
const after = (ms: number): void => void (now += ms);

test('the first message after a long quiet is no stall; standing before it for so long is', async () => {
  after(HOUR);
  expect(await look()).toEqual([]);
  await write();
  after(5);
  expect(await look()).toEqual([]);
  after(STALL_MS);
  expect(await look()).toEqual([]);
  after(1);
  expect(await look()).toEqual([`${topic}/0`]);
});

test.each<[what: string, happens: () => void]>([
  ['it moved, and is behind again', () => at.moved(topic, 0, 2n)],
  ['it was at work', () => at.working()],
  ['the group gave out its partitions anew', () => at.assigned({ [topic]: [0] })],
])('from then on it counts anew: %s', async (_, happens) => {
  await write();
  await write();
  expect(await look()).toEqual([]);
  after(HOUR);
  happens();
  expect(await look()).toEqual([]);
  after(HOUR);
  expect(await look()).toEqual([`${topic}/0`]);
});

test('what it caught up with and what others read does not count', async () => {
  await write();
  expect(await look()).toEqual([]);
  at.moved(topic, 0, 2n);
  after(HOUR);
  expect(await look()).toEqual([]);
  await write();
  at.assigned({});
  await look();
  after(HOUR);
  expect(await look()).toEqual([]);
});
