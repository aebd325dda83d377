import { numberedEvent } from '../testing/numbered-outbox.js';
import { TOPIC_WORDS, topicName, topicNames } from '#libs/model/topics.js';
import { cutTransaction } from './transaction-content.js';
import { messageOf } from './event-message.js';
import { advanceOffsets, parseMarker } from './marker.js';

const naming = { prefix: 'p', ledgerId: 'l', schemaBase: 'https://lintel.example.org/schemas/' };
const offsets = Object.fromEntries(topicNames('p').map((topic) => [topic, ['-1', '-1', '-1']]));
const events = Array.from({ length: 100 }, (_, index) => numberedEvent(index + 1));
const wide = { events: 1000, bytesPerPartition: 1e9, bytes: 1e9 };

test('a message carries CloudEvents in binary mode', () => {
  const event = {
    ...numberedEvent(2),
    headers: { changes: 'ordered', origin: 'live', source: '/uh/orders', traceparent: '00-a-b-01' },
  };
  const { topic, headers } = messageOf(event, 6, naming);
  expect(topic).toBe('p.request-personal.v1');
  expect(headers).toEqual({
    ce_specversion: '1.0',
    ce_id: `p.request-personal.v1/${event.key}:1`,
    ce_type: 'housing.request-personal.changed.v1',
    ce_source: '/uh/orders',
    ce_subject: event.key,
    ce_time: event.at,
    ce_dataschema: 'https://lintel.example.org/schemas/request-personal.v1.json',
    ce_changes: 'ordered',
    ce_lintelorigin: 'live',
    traceparent: '00-a-b-01',
    'content-type': 'application/json',
  });
});

test('a batch ends at each of its limits, and always holds one event', () => {
  const last = (limits: Partial<typeof wide>): number =>
    cutTransaction(events, 0, offsets, naming, { ...wide, ...limits }).last;
  expect(last({})).toBe(100);
  expect(last({ events: 7 })).toBe(7);
  expect(last({ bytes: 2000 })).toBeGreaterThan(1);
  expect(last({ bytes: 2000 })).toBeLessThan(6);
  // the first event after one of each topic is the second in its topic, and here its partition is the same
  const onePartition = Object.fromEntries(topicNames('p').map((topic) => [topic, ['-1']]));
  expect(cutTransaction(events, 0, onePartition, naming, { ...wide, bytesPerPartition: 1000 }).last).toBe(
    TOPIC_WORDS.length,
  );
  expect(last({ bytes: 1 })).toBe(1);
});

test('a gap or a repeat in the numbers stops everything', () => {
  const gap = [...events.slice(0, 3), ...events.slice(4)];
  expect(() => cutTransaction(gap, 0, offsets, naming)).toThrow(
    expect.objectContaining({ name: 'AssertionError' }),
  );
  expect(() => cutTransaction(events, 1, offsets, naming)).toThrow(
    expect.objectContaining({ name: 'AssertionError' }),
  );
});

test('the marker takes new offsets and keeps the others', () => {
  const topic = topicName('p', 'invoice');
  const next = advanceOffsets(offsets, new Map([[topic, new Map([[1, 41n]])]]));
  expect(next).toEqual({ ...offsets, [topic]: ['-1', '41', '-1'] });
  const marker = { ledger: 'l', epoch: 1, last: 9, offsets: next };
  expect(parseMarker(JSON.stringify(marker))).toEqual({ marker });
  expect(parseMarker(JSON.stringify({ ledger: 'l', claim: 'c' }))).toEqual({ claim: 'c' });
  for (const odd of [undefined, '', '{}', '[]', '{"ledger":"l","epoch":1,"last":1,"offsets":{"t":["x"]}}'])
    expect(parseMarker(odd)).toBeUndefined();
});
