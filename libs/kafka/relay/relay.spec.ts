import type { Admin, Kafka } from 'kafkajs';
import { Bug } from '#libs/model/errors.js';
import { sharedKafka, uniqueName } from '#libs/local/testing/services.js';
import { until } from '#libs/local/testing/until.js';
import { makeKafka } from '../client.js';
import { ensureTopics } from '../ensure-topics.js';
import { readTopics } from '../reader.js';
import { alwaysHeld, numberedEvent, numberedOutbox } from '../testing/numbered-outbox.js';
import { readVersions } from '../testing/read-versions.js';
import { topicName } from '#libs/model/topics.js';
import { markerTopic } from '../marker-topic.js';
import { parseMarker, type Marker } from './marker.js';
import type { RelayState } from './health.js';
import { startRelay, type Relay, type RelayOptions } from './relay.js';

let kafka: Kafka;
let admin: Admin;
const relays: Relay[] = [];
beforeAll(async () => {
  kafka = makeKafka({ brokers: await sharedKafka(), clientId: 'spec' });
  admin = kafka.admin();
  await admin.connect();
});
afterEach(async () => {
  await Promise.allSettled(relays.splice(0).map((relay) => relay.stop()));
});
afterAll(() => admin.disconnect());

function start(options: Omit<RelayOptions, 'kafka' | 'holdLease'> & Partial<RelayOptions>): Relay {
  const relay = startRelay({ kafka, holdLease: alwaysHeld, ...options });
  relays.push(relay);
  return relay;
}

const relayedTo = (relay: Relay, last: number): Promise<unknown> =>
  until(`event ${last} is relayed`, relay.health, (health) => health.last === last);
const comesTo = (relay: Relay, state: RelayState): Promise<unknown> =>
  until(`the relay is ${state}`, relay.health, (health) => health.state === state);

/** Topics of its own, and `size` events relayed to them by a relay that was stopped again. */
async function relayedOnce(size: number) {
  const prefix = uniqueName();
  await ensureTopics(admin, { prefix, ledgerId: prefix, partitions: 3 });
  const outbox = numberedOutbox(prefix, size);
  const relay = start({ outbox, prefix });
  await relayedTo(relay, size);
  await relay.stop();
  return { prefix, outbox };
}

async function markers(ledgerId: string): Promise<readonly Marker[]> {
  const found: Marker[] = [];
  await readTopics(kafka, {
    topics: [markerTopic(ledgerId)],
    each: ({ value }) => {
      const record = parseMarker(value);
      if (record !== undefined && 'marker' in record) found.push(record.marker);
    },
  });
  return found;
}

test('relays what is there and what comes, and its marker says how far', async () => {
  const { prefix, outbox } = await relayedOnce(500);
  const relay = start({ outbox, prefix });
  await comesTo(relay, 'relaying');
  expect(relay.health()).toMatchObject({ last: 500, code: undefined, oldestUnpublishedAt: undefined });
  const reads = outbox.reads;
  outbox.size = 503;
  relay.wake();
  await relayedTo(relay, 503);
  outbox.size = 900;
  relay.wake();
  await relayedTo(relay, 900);
  expect(outbox.reads).toBeGreaterThan(reads);
  expect(outbox.progress).toBe(900);
  await relay.stop();
  expect(relay.health().state).toBe('stopped');
  const { records, faults, sample } = await readVersions(kafka, prefix, 900);
  expect({ records, faults }).toEqual({ records: 900, faults: [] });
  expect(sample?.headers).toMatchObject({
    ce_specversion: '1.0',
    ce_lintelorigin: 'backfill',
    'content-type': 'application/json',
  });
  const last = (await markers(prefix)).at(-1);
  expect(last).toMatchObject({ ledger: prefix, epoch: 1, last: 900 });
  const topic = topicName(prefix, 'work-order');
  const ends = await admin.fetchTopicOffsets(topic);
  for (const { partition, high } of ends)
    expect(last?.offsets[topic]?.[partition]).toBe(String(Number(high) - 2)); // behind it stands the control record
});

test('before the first event a marker stands, and a relay that starts again makes no second one', async () => {
  const { prefix, outbox } = await relayedOnce(0);
  const first = await markers(prefix);
  expect(first).toEqual([{ ledger: prefix, epoch: 1, last: 0, offsets: expect.any(Object) as object }]);
  expect(new Set(Object.values(first[0]?.offsets ?? {}).flat())).toEqual(new Set(['-1']));
  const again = start({ outbox, prefix });
  await comesTo(again, 'relaying');
  await again.stop();
  expect(await markers(prefix)).toEqual(first);
});

test('stands by while another holds the lease, and gives way when it loses it', async () => {
  const prefix = uniqueName();
  await ensureTopics(admin, { prefix, ledgerId: prefix, partitions: 1 });
  const outbox = numberedOutbox(prefix, 10);
  let held = false;
  let asked = 0;
  const states: string[] = [];
  const relay = start({
    outbox,
    prefix,
    leaseMs: 50,
    pollMs: 10,
    holdLease: async () => {
      asked += 1;
      return held;
    },
    onChange: ({ state }) => void states.push(state),
  });
  await until(
    'it has asked for the lease again and again',
    () => asked,
    (times) => times > 3,
  );
  expect(relay.health()).toMatchObject({ state: 'standby', last: undefined });
  held = true;
  await relayedTo(relay, 10);
  held = false;
  await comesTo(relay, 'standby');
  expect(states).toEqual(['starting', 'relaying', 'standby']);
});

test('a bug in the numbers stops it for good', async () => {
  const prefix = uniqueName();
  await ensureTopics(admin, { prefix, ledgerId: prefix, partitions: 1 });
  const outbox = numberedOutbox(prefix, 10);
  const relay = startRelay({
    kafka,
    holdLease: alwaysHeld,
    prefix,
    outbox: { ...outbox, read: async () => [numberedEvent(2)] },
  });
  await expect(relay.done).rejects.toThrow(expect.objectContaining({ name: 'AssertionError' }));
  expect(relay.health()).toMatchObject({ state: 'stopped', code: 'bug' });
  expect((await readVersions(kafka, prefix)).records).toBe(0);
});

test('a wrong statement of the outbox stops it for good, and is not taken for an outage', async () => {
  const prefix = uniqueName();
  await ensureTopics(admin, { prefix, ledgerId: prefix, partitions: 1 });
  const bug = new Bug('wrong-statement', 'A statement of the ledger is wrong (SQLSTATE 42601).');
  const relay = startRelay({
    kafka,
    holdLease: alwaysHeld,
    prefix,
    outbox: { ...numberedOutbox(prefix, 10), read: () => Promise.reject(bug) },
  });
  await expect(relay.done).rejects.toBe(bug);
  expect(relay.health()).toMatchObject({ state: 'stopped', code: 'bug' });
});

test('a database that fails is tried again', async () => {
  const prefix = uniqueName();
  await ensureTopics(admin, { prefix, ledgerId: prefix, partitions: 1 });
  const outbox = numberedOutbox(prefix, 10);
  let failing = true;
  let failed = 0;
  const read: typeof outbox.read = async (after, limit) => {
    failed += Number(failing);
    if (failing) throw Object.assign(new Error('no'), { code: '57P01' });
    return outbox.read(after, limit);
  };
  const relay = start({ prefix, outbox: { ...outbox, read } });
  await comesTo(relay, 'failing');
  expect(relay.health().code).toBe('57P01');
  const { since } = relay.health();
  await until(
    'it has failed again and again',
    () => failed,
    (times) => times > 3,
  );
  expect(relay.health()).toMatchObject({ state: 'failing', since });
  failing = false;
  await relayedTo(relay, 10);
  expect(relay.health()).toMatchObject({ state: 'relaying', code: undefined });
});

describe('refuses', () => {
  async function refusal(options: Pick<RelayOptions, 'prefix' | 'outbox'>): Promise<string | undefined> {
    const relay = start(options);
    await comesTo(relay, 'refused');
    const { state, code, message, way } = relay.health();
    expect({ state, message: typeof message, way: typeof way }).toEqual({
      state: 'refused',
      message: 'string',
      way: 'string',
    });
    return code;
  }

  test('a ledger older than what Kafka holds', async () => {
    const { prefix, outbox } = await relayedOnce(20);
    expect(await refusal({ prefix, outbox: { ...outbox, lastNumber: async () => 19 } })).toBe(
      'relay-marker-ahead',
    );
  });

  test('a ledger that was restored and has counted past what Kafka holds, until it is the true one again', async () => {
    const { prefix, outbox } = await relayedOnce(20);
    outbox.size = 25;
    const restored: typeof outbox.read = async (after, limit) =>
      (await outbox.read(after, limit)).map((event) =>
        event.number > 15
          ? { ...event, headers: { ...event.headers, traceparent: 'another commit' } }
          : event,
      );
    let read = restored;
    const relay = start({
      prefix,
      outbox: { ...outbox, read: (after, limit) => read(after, limit) },
      refusedMs: 20,
    });
    await comesTo(relay, 'refused');
    expect(relay.health().code).toBe('relay-other-past');
    expect((await readVersions(kafka, prefix, 20)).records).toBe(20);
    read = outbox.read;
    await relayedTo(relay, 25);
    expect(await readVersions(kafka, prefix, 25)).toMatchObject({ records: 25, faults: [] });
  });

  test('another epoch', async () => {
    const { prefix, outbox } = await relayedOnce(20);
    outbox.epochNow = 2;
    expect(await refusal({ prefix, outbox })).toBe('relay-epoch');
  });

  test('an absent marker beside progress', async () => {
    const prefix = uniqueName();
    await ensureTopics(admin, { prefix, ledgerId: prefix, partitions: 1 });
    const outbox = numberedOutbox(prefix, 20);
    outbox.progress = 5;
    expect(await refusal({ prefix, outbox })).toBe('relay-marker-absent');
  });

  test('a topic that was made anew, or is gone', async () => {
    const { prefix, outbox } = await relayedOnce(20);
    const topic = topicName(prefix, 'work-order');
    await admin.deleteTopics({ topics: [topic] });
    expect(await refusal({ prefix, outbox })).toBe('relay-topic-short');
    await ensureTopics(admin, { prefix, ledgerId: prefix, partitions: 3 });
    expect(await refusal({ prefix, outbox })).toBe('relay-topic-short');
  });

  test('a partition count that changed', async () => {
    const { prefix, outbox } = await relayedOnce(20);
    await admin.createPartitions({ topicPartitions: [{ topic: topicName(prefix, 'request'), count: 4 }] });
    expect(await refusal({ prefix, outbox })).toBe('relay-partition-count');
  });

  test('topics that another ledger writes', async () => {
    const { prefix } = await relayedOnce(20);
    const ledgerId = uniqueName();
    await ensureTopics(admin, { prefix, ledgerId, partitions: 3 });
    expect(await refusal({ prefix, outbox: numberedOutbox(ledgerId, 20) })).toBe('relay-topics-used');
  });

  test('another prefix, and topics that are not there', async () => {
    const { prefix, outbox } = await relayedOnce(20);
    const other = uniqueName();
    expect(await refusal({ prefix: other, outbox })).toBe('relay-topic-missing');
    await ensureTopics(admin, { prefix: other, ledgerId: prefix, partitions: 3 });
    expect(await refusal({ prefix: other, outbox })).toBe('relay-other-prefix');
  });

  test('a marker of another ledger', async () => {
    const { prefix, outbox } = await relayedOnce(20);
    const producer = kafka.producer();
    await producer.connect();
    const value = JSON.stringify({ ledger: 'other', epoch: 1, last: 20, offsets: {} });
    await producer.send({ topic: markerTopic(prefix), messages: [{ key: prefix, value }] });
    await producer.disconnect();
    expect(await refusal({ prefix, outbox })).toBe('relay-marker-foreign');
  });
});
