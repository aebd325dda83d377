import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { reachableBrokers } from './ipv6-brokers.js';

test('names and IPv4 addresses stay as they are', () => {
  const brokers = ['broker:9092', '127.0.0.1:9093'];
  expect(reachableBrokers(brokers)).toEqual({ brokers });
});

test('an IPv6 broker is reached at its address, under a name that kafkajs can cut', async () => {
  const server = createServer();
  await once(server.listen(0, '::1'), 'listening');
  const { port } = server.address() as AddressInfo;
  const { brokers, socketFactory } = reachableBrokers(['broker:9092', `[::1]:${port}`]);
  expect(brokers).toEqual(['broker:9092', `ipv6-broker-1:${port}`]);
  const [host = ''] = brokers[1]?.split(':') ?? [];
  const reached = once(server, 'connection');
  const socket = socketFactory?.({ host, port, ssl: {}, onConnect: () => undefined });
  await reached;
  socket?.destroy();
  server.close();
});
