import { createServer } from 'node:net';
import { isAnswering, freePort, requireFreePort } from './ports.js';
import { javaVersion, kafkaWay } from './prerequisites.js';

test('a port that is taken names the variable that chooses another', async () => {
  const port = await freePort();
  await requireFreePort(port, 'Kafka', 'LINTEL_KAFKA_PORT');
  const server = createServer();
  await new Promise<void>((resolve) => {
    server.listen(port, '127.0.0.1', resolve);
  });
  expect(await isAnswering(port)).toBe(true);
  const asked = requireFreePort(port, 'Kafka', 'LINTEL_KAFKA_PORT');
  await expect(asked).rejects.toMatchObject({
    code: 'port-taken',
    way: expect.stringContaining('LINTEL_KAFKA_PORT='),
  });
  await new Promise((resolve) => server.close(resolve));
  expect(await isAnswering(port)).toBe(false);
});

const machine =
  (programs: Readonly<Record<string, string>>) =>
  (command: string): string | undefined =>
    programs[command.split('/').at(-1) ?? ''];

test.each([
  ['17.0.15', 17],
  ['11', 11],
  ['1.8.0_402', 8],
])('Java %s', (version, major) => {
  expect(javaVersion(machine({ java: `openjdk version "${version}" 2025` }))).toBe(major);
});

test('Java and Maven, else Docker, else what to install', () => {
  const java = 'openjdk version "21.0.1"';
  expect(kafkaWay(false, machine({ java, mvn: 'Apache Maven 3.9' }))).toBe('java');
  expect(kafkaWay(true, machine({ java }))).toBe('java');
  expect(kafkaWay(false, machine({ java, docker: '28.2' }))).toBe('docker');
  const old = machine({ java: 'java version "11.0.2"', mvn: 'Apache Maven 3.9' });
  expect(() => kafkaWay(false, old)).toThrow(
    expect.objectContaining({
      code: 'no-java-no-docker',
      message: expect.stringContaining('Java is 11, Maven is there, no Docker'),
    }),
  );
});
