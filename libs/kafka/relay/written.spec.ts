import type { RecordMetadata } from 'kafkajs';
import type { PlacedMessage } from './event-message.js';
import { noteWritten } from './written.js';

const message = (topic: string, partition: number): PlacedMessage => ({
  topic,
  partition,
  key: 'k',
  value: '{}',
  headers: {},
});
const answer = (topicName: string, partition: number, baseOffset: string, errorCode = 0): RecordMetadata => ({
  topicName,
  partition,
  baseOffset,
  errorCode,
});
const sent = [message('a', 0), message('a', 0), message('a', 1), message('b', 0)];

test('the offset of the last message of each partition is noted, beside what was noted before', () => {
  const written = new Map([['a', new Map([[2, 7n]])]]);
  noteWritten(written, sent, [answer('a', 0, '40'), answer('a', 1, '0'), answer('b', 0, '9000000000000001')]);
  expect(written).toEqual(
    new Map([
      [
        'a',
        new Map([
          [2, 7n],
          [0, 41n],
          [1, 0n],
        ]),
      ],
      ['b', new Map([[0, 9000000000000001n]])],
    ]),
  );
});

test.each([
  ['a partition without an answer', [answer('a', 0, '40'), answer('a', 1, '0')]],
  ['no answer at all', []],
  ['an error for one partition', [answer('a', 0, '40'), answer('a', 1, '0', 6), answer('b', 0, '3')]],
  ['an answer without an offset', [answer('a', 0, '-1'), answer('a', 1, '0'), answer('b', 0, '3')]],
  [
    'an answer for what was not sent',
    [answer('a', 0, '40'), answer('a', 1, '0'), answer('b', 0, '3'), answer('b', 1, '3')],
  ],
  [
    'two answers for one partition',
    [answer('a', 0, '40'), answer('a', 0, '42'), answer('a', 1, '0'), answer('b', 0, '3')],
  ],
])('%s: the transaction must not be committed', (_, answers) => {
  expect(() => noteWritten(new Map(), sent, answers)).toThrow(
    expect.objectContaining({ name: 'TransientError', code: 'kafka-odd-answer' }),
  );
});
