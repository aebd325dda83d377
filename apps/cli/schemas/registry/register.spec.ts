import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AddressInfo } from 'node:net';
import { startRegistry, type LocalRegistry } from '#apps/cli/local/testing/registry.js';
import { TOPIC_WORDS, topicNames, type TopicWord } from '#libs/kafka/topics.js';
import { readTexts, topicSchemaFile } from '../contract-files.js';
import { registryClient } from './client.js';
import { registerSchemas } from './register.js';

const root = join(__dirname, '../../../..');
const had = spawnSync('mvn', ['--version']).status === 0 || process.env['CI'] === 'true';
if (!had) console.warn('no Maven: the schema registry cannot be fetched, its tests are skipped');

(had ? describe : describe.skip)('with a real registry', () => {
  let dir: string;
  let registry: LocalRegistry | undefined;
  let url: string;
  let texts: ReadonlyMap<TopicWord, string>;

  beforeAll(async () => {
    dir = mkdtempSync(join(tmpdir(), 'lintel-registry-'));
    registry = await startRegistry(root, dir);
    url = registry.url;
    const files = await readTexts(join(root, 'schemas'));
    texts = new Map(TOPIC_WORDS.map((topic) => [topic, files.get(topicSchemaFile(topic)) ?? '']));
  }, 300_000);
  afterAll(async () => {
    await registry?.stop();
    rmSync(dir, { recursive: true, force: true });
  });

  test('each topic gets its schema under <topic>-value, and a second time changes nothing', async () => {
    const ask = registryClient({ url });
    const first = await registerSchemas(ask, 'one', texts);
    expect(first.map(({ subject }) => subject)).toEqual(topicNames('one').map((topic) => `${topic}-value`));
    expect(first.every(({ known, id }) => !known && id > 0)).toBe(true);
    expect(await registerSchemas(ask, 'one', texts)).toEqual(first.map((it) => ({ ...it, known: true })));
    const latest = await ask('GET', '/subjects/one.work-order.v1-value/versions/latest');
    expect(latest).toMatchObject({ version: 1, schemaType: 'JSON' });
    expect(JSON.parse(String(latest?.['schema']))).toEqual(JSON.parse(texts.get('work-order') ?? ''));
  });

  test('a changed schema becomes the next version; the rules are ours, not the registry’s', async () => {
    const ask = registryClient({ url });
    await registerSchemas(ask, 'two', texts);
    expect(await ask('GET', '/config/two.property.v1-value')).toMatchObject({ compatibilityLevel: 'NONE' });
    const grown = JSON.parse(texts.get('property') ?? '') as { properties: Record<string, unknown> };
    grown.properties['energyRating'] = { type: 'string' };
    const changed = new Map([...texts, ['property', JSON.stringify(grown)] as const]);
    const again = await registerSchemas(ask, 'two', changed);
    expect(again.filter(({ known }) => !known).map(({ subject }) => subject)).toEqual([
      'two.property.v1-value',
    ]);
    expect(await ask('GET', '/subjects/two.property.v1-value/versions/latest')).toMatchObject({ version: 2 });
  });

  test('a login is sent, and its lack is told with the way out', async () => {
    const guard = await guarded(url, 'lintel', 'secret');
    try {
      const few = new Map([...texts].slice(0, 1));
      const known = registryClient({ url: guard.url, user: 'lintel', password: 'secret' });
      expect(await registerSchemas(known, 'three', few)).toHaveLength(1);
      await expect(registerSchemas(registryClient({ url: guard.url }), 'three', few)).rejects.toMatchObject({
        code: 'registry-refused',
        way: expect.stringContaining('LINTEL_REGISTRY_USER'),
      });
    } finally {
      guard.server.close();
      guard.server.closeAllConnections();
    }
  });

  test('the command registers, and says what was new', () => {
    const command = (): string =>
      spawnSync(
        process.execPath,
        [join(root, 'dist/apps/cli/main.js'), 'schemas', 'register', `--registry=${url}`, '--prefix=four'],
        { cwd: root, encoding: 'utf8' },
      ).stdout;
    expect(command()).toMatch(/^new {4}\d+ {2}four\.request\.v1-value\n/);
    expect(command()).toMatch(/^known {2}\d+ {2}four\.request\.v1-value\n/);
  });
});

test('a registry that is not there is tried again later', async () => {
  await expect(registryClient({ url: 'http://127.0.0.1:1' })('GET', '/subjects')).rejects.toMatchObject({
    name: 'TransientError',
    code: 'registry-unreachable',
  });
});

test('a login in the address is refused and not repeated', () => {
  expect(() => registryClient({ url: 'https://me:secret@registry.example.org' })).toThrow(
    expect.objectContaining({ code: 'registry-url', message: expect.not.stringContaining('secret') }),
  );
});

/** Lets through to `target` whoever knows the login. */
async function guarded(
  target: string,
  user: string,
  password: string,
): Promise<{ readonly server: Server; readonly url: string }> {
  const login = `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
  const server = createServer((request, response) => {
    if (request.headers.authorization !== login) return void response.writeHead(401).end();
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks);
      void fetch(`${target}${request.url ?? ''}`, {
        method: request.method ?? 'GET',
        headers: { 'content-type': request.headers['content-type'] ?? 'application/json' },
        ...(body.length > 0 && { body }),
      }).then(async (answer) => response.writeHead(answer.status).end(await answer.text()));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}
