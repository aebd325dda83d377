import { readdirSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { sharedKafka } from '#libs/local/testing/services.js';
import { lacking, probe, SPOKEN } from './probe.js';

const requests = join(require.resolve('kafkajs'), '../src/protocol/requests');
const FOLDERS: Readonly<Record<string, string>> = { FindCoordinator: 'findCoordinator' };

test('the versions in the table are those that kafkajs implements', () => {
  for (const { name, range } of SPOKEN) {
    const folder = join(requests, FOLDERS[name] ?? `${name[0]?.toLowerCase()}${name.slice(1)}`);
    const versions = readdirSync(folder)
      .filter((entry) => /^v\d+$/.test(entry))
      .map((entry) => Number(entry.slice(1)));
    expect([name, range]).toEqual([name, [Math.min(...versions), Math.max(...versions)]]);
  }
});

test('what a broker lacks is named', () => {
  const all = new Map(SPOKEN.map(({ key, range }) => [key, range] as const));
  expect(lacking(all, true)).toEqual([]);
  const poor = new Map(all).set(0, [9, 13]);
  poor.delete(22);
  poor.delete(36);
  expect(lacking(poor, false)).toEqual([
    'Produce: the broker takes versions 9 to 13, Lintel speaks 0 to 7',
    'transactions (InitProducerId is missing)',
  ]);
  expect(lacking(poor, true)).toContain('SaslAuthenticate is missing');
});

test('the real broker has all of it', async () => {
  await probe({ brokers: await sharedKafka(), clientId: 'spec' });
});

test('a broker that is not there, or is something else, is unreachable', async () => {
  const silent = createServer((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n')).listen(
    0,
    '127.0.0.1',
  );
  await new Promise((resolve) => silent.once('listening', resolve));
  const address = silent.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const asked = probe({ brokers: ['127.0.0.1:1', `127.0.0.1:${port}`], clientId: 'spec' });
  try {
    await expect(asked).rejects.toMatchObject({
      name: 'TransientError',
      code: 'kafka-unreachable',
      message: expect.stringContaining('127.0.0.1:1 (ECONNREFUSED)'),
    });
  } finally {
    silent.close();
  }
});
