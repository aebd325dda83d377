import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AddressInfo } from 'node:net';
import { startRegistry, type LocalRegistry } from '#libs/local/testing/registry.js';
import { TOPIC_WORDS, topicNames, type TopicWord } from '#libs/model/topics.js';
import { readTexts, topicSchemaFile } from '../contract-files.js';
import { registryClient } from './registry-client.js';
import { registerSchemas } from './register.js';

const root = join(__dirname, '../../..');
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
  });
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

  const grown = (): ReadonlyMap<TopicWord, string> => {
    const property = JSON.parse(texts.get('property') ?? '') as { properties: Record<string, unknown> };
    property.properties['energyRating'] = { type: 'string' };
    return new Map([['property', JSON.stringify(property)]]);
  };

  test('the rules are ours: a new subject compares nothing, a changed schema becomes its next version', async () => {
    const ask = registryClient({ url });
    await registerSchemas(ask, 'two', texts);
    expect(await ask('GET', '/config/two.property.v1-value')).toMatchObject({ compatibilityLevel: 'NONE' });
    expect(await registerSchemas(ask, 'two', grown())).toMatchObject([{ known: false }]);
    expect(await ask('GET', '/subjects/two.property.v1-value/versions/latest')).toMatchObject({ version: 2 });
  });

  test('a compatibility that somebody chose for a subject is left as it is', async () => {
    const ask = registryClient({ url });
    const config = '/config/own.property.v1-value';
    await registerSchemas(ask, 'own', new Map([...texts].filter(([topic]) => topic === 'property')));
    await ask('PUT', config, { compatibility: 'FULL' });
    await registerSchemas(ask, 'own', grown()).catch(() => undefined); // the registry may refuse; that is its owner's will
    expect(await ask('GET', config)).toMatchObject({ compatibilityLevel: 'FULL' });
  });

  test('what is asked of the registry: a new subject gets NONE once; a login is sent, its lack is told', async () => {
    const guard = await guarded(url, 'lintel', 'secret');
    const few = new Map([...texts].filter(([topic]) => topic === 'property'));
    const subject = 'three.property.v1-value';
    try {
      const known = registryClient({ url: guard.url, user: 'lintel', password: 'secret' });
      await registerSchemas(known, 'three', few);
      expect(guard.asked.splice(0)).toEqual([
        `POST /subjects/${subject}`,
        `GET /subjects/${subject}/versions/latest`,
        `POST /subjects/${subject}/versions`,
        `PUT /config/${subject}`,
      ]);
      await registerSchemas(known, 'three', few);
      expect(guard.asked.splice(0)).toEqual([`POST /subjects/${subject}`]);
      await registerSchemas(known, 'three', grown());
      expect(guard.asked.some((one) => one.startsWith('PUT'))).toBe(false);
      await expect(registerSchemas(registryClient({ url: guard.url }), 'three', few)).rejects.toMatchObject({
        code: 'registry-refused',
        way: expect.stringContaining('LINTEL_REGISTRY_USER'),
      });
    } finally {
      guard.close();
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

test('what is no registry knows no subject either, and is not taken for an empty one', async () => {
  const site = createServer((_, response) => response.writeHead(404).end('<h1>Not found</h1>'));
  await new Promise<void>((resolve) => site.listen(0, '127.0.0.1', resolve));
  const { port } = site.address() as AddressInfo;
  try {
    const ask = registryClient({ url: `http://127.0.0.1:${port}` });
    await expect(ask('GET', '/subjects/a/versions/latest')).rejects.toMatchObject({
      code: 'registry-rejected',
      message: 'The schema registry answered 404',
    });
  } finally {
    site.close();
  }
});

test('a login in the address is refused and not repeated', () => {
  expect(() => registryClient({ url: 'https://me:secret@registry.example.org' })).toThrow(
    expect.objectContaining({ code: 'registry-url', message: expect.not.stringContaining('secret') }),
  );
});

/** Lets through to `target` whoever knows the login, and notes what was asked. */
async function guarded(
  target: string,
  user: string,
  password: string,
): Promise<{ readonly url: string; readonly asked: string[]; close(): void }> {
  const login = `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
  const asked: string[] = [];
  const server = createServer((request, response) => {
    if (request.headers.authorization !== login) return void response.writeHead(401).end();
    const { method = 'GET', url: path = '' } = request;
    asked.push(`${method} ${path}`);
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks);
      void fetch(`${target}${path}`, {
        method,
        headers: { 'content-type': request.headers['content-type'] ?? 'application/json' },
        ...(body.length > 0 && { body }),
      }).then(async (answer) => response.writeHead(answer.status).end(await answer.text()));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const close = (): void => {
    server.close();
    server.closeAllConnections();
  };
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked, close };
}
