import { RecordError } from '#libs/model/errors.js';
import type { RawMessage } from '#libs/kafka/consumer/raw-message.js';
import type { ChangeEvent } from './change-event.js';
import type { DeadLetter } from './dead-letter.js';
import { deliver, type DeliverOptions, type Handle } from './deliver.js';
import { sampleMessage } from './testing/sample-topics.js';

const KEY = '00000000-0000-5000-8000-000000000001';

function message(version: number, change: Partial<RawMessage> = {}): RawMessage {
  const { topic, partition, key, value, headers } = sampleMessage('t', {
    topic: 'work-order',
    key: KEY,
    version,
    changes: ['ordered'],
  });
  return {
    topic,
    partition,
    offset: String(version),
    timestamp: '0',
    key: Buffer.from(key),
    value: Buffer.from(value),
    headers,
    ...change,
  };
}

function delivering(handlers: readonly Handle[], change: Partial<DeliverOptions> = {}) {
  const letters: DeadLetter[] = [];
  const counts: string[] = [];
  const stop = new AbortController();
  const each = deliver({
    kindOf: (topic) => (topic === 't.work-order.v1' ? 'work-order' : undefined),
    handlersOf: () => handlers,
    onDeadLetter: (letter) => void letters.push(letter),
    retry: { attempts: 3, firstMs: 1, longestMs: 4 },
    remember: 100,
    signal: stop.signal,
    count: (what, code) => void counts.push(code === undefined ? what : `${what} ${code}`),
    ...change,
  });
  return { each, letters, counts, stop };
}

const failing = (code: string): Error => Object.assign(new Error('Mrs A Tenant'), { code });

test('each handler is called in turn; one that succeeded is not called again because another failed', async () => {
  const calls: string[] = [];
  const first: Handle = async () => void calls.push('first');
  const second: Handle = async (_, __, attempt) => {
    calls.push(`second ${attempt}`);
    if (attempt < 3) throw failing('busy');
  };
  const third: Handle = async () => void calls.push('third');
  const { each, letters, counts } = delivering([first, second, third]);
  await each(message(1));
  expect(calls).toEqual(['first', 'second 1', 'second 2', 'second 3', 'third']);
  expect(letters).toEqual([]);
  expect(counts).toEqual(['retried busy', 'retried busy', 'handled']);
});

test('a message whose handler fails to the last attempt is a dead letter, and the others have done their work', async () => {
  const seen: number[] = [];
  const bad: Handle = async () => {
    throw failing('order-unknown');
  };
  const good: Handle = async (event) => void seen.push(event.version);
  const { each, letters, counts } = delivering([bad, good]);
  await each(message(1));
  await each(message(2));
  expect(seen).toEqual([1, 2]);
  expect(letters.map(({ code, attempts, message: { offset } }) => [code, attempts, offset])).toEqual([
    ['order-unknown', 3, '1'],
    ['order-unknown', 3, '2'],
  ]);
  expect(JSON.stringify(counts)).not.toContain('Tenant');
});

test('a record error is not tried again', async () => {
  const { each, letters } = delivering([
    async () => {
      throw new RecordError('no-such-tenant', 'x');
    },
  ]);
  await each(message(1));
  expect(letters).toMatchObject([{ code: 'no-such-tenant', attempts: 1 }]);
});

test('repeats are dropped, also of a dead letter; versions with gaps are not', async () => {
  const versions: number[] = [];
  const { each, counts } = delivering([async ({ version }: ChangeEvent) => void versions.push(version)]);
  for (const version of [2, 2, 1, 5, 5, 6]) await each(message(version));
  expect(versions).toEqual([2, 5, 6]);
  expect(counts.filter((what) => what === 'repeat')).toHaveLength(3);
});

test.each<[string, Partial<RawMessage>]>([
  ['no key', { key: undefined }],
  ['no headers', { headers: {} }],
  ['another ce_id', { headers: { ...message(1).headers, ce_id: 't.work-order.v1/other:1' } }],
  ['a version that is none', { headers: { ...message(1).headers, ce_id: `t.work-order.v1/${KEY}:x` } }],
  ['a value that is not JSON', { value: Buffer.from('Mrs A Tenant') }],
  ['a tombstone where there are none', { value: undefined }],
  ['a strange topic', { topic: 'other' }],
])('%s: a dead letter at once', async (_, change) => {
  const { each, letters, counts } = delivering([async () => undefined]);
  await each(message(1, change));
  expect(letters).toMatchObject([{ code: 'event-unreadable', attempts: 0 }]);
  expect(counts).toEqual(['dead-letter event-unreadable']);
});

test('a refused dead letter is tried again until it is taken: nothing is skipped', async () => {
  let refusals = 0;
  const { each, counts } = delivering(
    [
      async () => {
        throw failing('bad');
      },
    ],
    {
      onDeadLetter: () => {
        if (refusals++ < 3) throw failing('full');
      },
    },
  );
  await each(message(1));
  expect(counts.filter((what) => what === 'dead-letter-refused full')).toHaveLength(3);
  expect(counts.at(-1)).toBe('dead-letter bad');
});

test('a stop ends the waiting and leaves the message undone', async () => {
  const { each, stop, letters } = delivering(
    [
      async () => {
        throw failing('busy');
      },
    ],
    { retry: { attempts: 3, firstMs: 60_000, longestMs: 60_000 } },
  );
  const waiting = each(message(1));
  stop.abort();
  await expect(waiting).rejects.toMatchObject({ name: 'AbortError' });
  expect(letters).toEqual([]);
});
