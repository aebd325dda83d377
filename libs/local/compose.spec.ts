import { createServer } from 'node:net';
import { removeCompose, startComposeKafka, type Docker } from './compose.js';
import { freePort } from './ports.js';

test('starts the one service, with its port, and stops it; a taken port is told first', async () => {
  const calls: string[] = [];
  const docker: Docker = async (args, env) => {
    calls.push(
      `${args
        .slice(4)
        .join(' ')
        .replace(/^.*compose\.yaml /, '')} ${env['LINTEL_KAFKA_PORT'] ?? ''}`.trim(),
    );
  };
  const port = await freePort();
  const kafka = await startComposeKafka({ project: 'spec', port, docker });
  expect(kafka.brokers).toEqual([`127.0.0.1:${port}`]);
  await kafka.stop();
  await removeCompose('spec', undefined, docker);
  expect(calls).toEqual([
    `down ${port}`,
    `up -d --wait --wait-timeout 180 kafka ${port}`,
    `down ${port}`,
    'down --volumes',
  ]);

  const server = createServer();
  await new Promise<void>((resolve) => {
    server.listen(port, '127.0.0.1', resolve);
  });
  await expect(startComposeKafka({ project: 'spec', port, docker })).rejects.toMatchObject({
    code: 'port-taken',
  });
  await new Promise((resolve) => server.close(resolve));
});
