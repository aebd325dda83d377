import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { replay } from '#apps/cli/replay.js';
import { readConfiguration } from '#libs/configuration/read-configuration.js';
import { folderStore } from '#libs/sources/attachments/folder-store.js';
import { MAX_ATTACHMENT_BYTES } from '#libs/sources/attachments/content.js';
import { jpegWithPlace, photo, pixels, PLACE } from '#libs/sources/attachments/testing/photos.js';
import { verifyFolder } from '#libs/sources/attachments/verify-folder.js';
import { until } from '#libs/local/testing/until.js';
import { postUpdates, updateJson, type Answer } from './kit/calls.js';
import { at, list } from './kit/document.js';
import { MARK, orderRow } from './kit/rows.js';
import type { RunningApp } from './kit/running-app.js';
import { expectSound } from './kit/sound.js';
import { World } from './kit/world.js';

const STREAM = 'contractor-hact/status-updates';
const ORDER = 'uh/workOrder:00545095';
const PHOTO = jpegWithPlace('MM', 6);
const FIRST = { order: '00545095', type: '10', at: '2025-07-10T09:00:00Z' };
let world: World;
let app: RunningApp;

beforeAll(async () => {
  world = await World.make();
  await world.housing.put('rmworder', orderRow('00545095', 5_400_001));
  app = await world.start();
  await world.entity(ORDER);
});
afterAll(() => world.close());

const evidence = (content: string): object => ({
  Filename: `${MARK} kitchen.jpg`,
  Description: `${MARK} below the sink`,
  EmbeddedFileBinaryObject: content,
});
const deliver = (update: Parameters<typeof updateJson>[0], ...contents: readonly string[]): Promise<Answer> =>
  postUpdates(app.url, JSON.stringify({ ...updateJson(update), Evidence: contents.map(evidence) }));
const stored = (hash: string): string => join(world.attachments, hash.slice(0, 2), hash.slice(2, 4), hash);

test('a photo in an update: stored without its place, and the order refers to it', async () => {
  expect((await deliver(FIRST, PHOTO.toString('base64'))).status).toBe(200);
  const { document, personal } = await world.entity(ORDER);
  const [attachment] = list(document, 'attachments');
  const hash = String(attachment?.['sha256']);
  expect(attachment).toMatchObject({
    uri: `lintel-attachment:sha256/${hash}`,
    mediaType: 'image/jpeg',
    class: 'personal',
    takenAt: { at: '2025-11-04T10:12:00Z', zone: 'Europe/London' },
  });
  expect(JSON.stringify(document)).not.toContain(MARK);
  expect(list(personal, 'attachments')).toMatchObject([{ name: `${MARK} kitchen.jpg` }]);
  const bytes = readFileSync(stored(hash));
  expect(attachment?.['size']).toBe(bytes.length);
  expect(bytes.includes(PLACE)).toBe(false);
  expect(pixels(bytes)).toEqual(pixels(photo('plain.jpg')));
});

test('no record in the ledger holds its bytes', async () => {
  const rows = await world.ledger.ask<{ raw: Buffer }>('select raw from record');
  const texts = rows.map(({ raw }) => raw.toString()).filter((it) => it.includes('EmbeddedFileBinaryObject'));
  expect(texts).toHaveLength(1);
  expect(texts[0]).not.toContain(PHOTO.toString('base64').slice(40, 80));
  expect(texts[0]).toContain('lintel-attachment:sha256/');
});

test('the same delivery again changes nothing', async () => {
  const { version } = await world.entity(ORDER);
  expect((await deliver(FIRST, PHOTO.toString('base64'))).status).toBe(200);
  expect((await world.stream(STREAM)).counts).toMatchObject({ read: 2, applied: 1, unchanged: 1 });
  expect((await world.entity(ORDER)).version).toBe(version);
});

test('what is no base64 and what is too large are dead letters that say where, and nothing of it', async () => {
  const next = { ...FIRST, at: '2025-07-10T10:00:00Z' };
  expect((await deliver(next, PHOTO.toString('base64'), `${MARK}!`)).status).toBe(200);
  const large = Buffer.alloc(MAX_ATTACHMENT_BYTES + 1).toString('base64');
  expect((await deliver(next, large)).status).toBe(200);
  const letters = await world.deadLetters();
  expect(letters.map(({ code, path }) => [code, path]).sort()).toEqual([
    ['attachment-too-large', 'evidence[0].embeddedFileBinaryObject'],
    ['bad-attachment', 'evidence[1].embeddedFileBinaryObject'],
  ]);
  for (const { message } of letters) expect(message).not.toContain(MARK);
  expect(list((await world.entity(ORDER)).document, 'attachments')).toHaveLength(1);
});

test('a dead letter of another cause refers to its files, and is replayed with them', async () => {
  const pdf = Buffer.from('%PDF-1.4 an invented certificate').toString('base64');
  await deliver({ ...FIRST, type: '190', at: '2025-07-10T11:00:00Z' }, pdf);
  const letter = (await world.deadLetters()).find(({ code }) => code === 'unknown-code');
  if (!letter) throw new Error('no dead letter');
  expect(Buffer.from(letter.raw).toString()).not.toContain(pdf);
  world.connectors.addCode('contractor-hact', 'job-update-type', '190,note,Note added');
  const configuration = readConfiguration({
    folder: world.connectors.folder,
    wanted: ['contractor-hact'],
    environment: {},
    unresolved: 'keep',
  });
  const done = await replay(world.ledger, configuration, letter, folderStore(world.attachments));
  expect(done.outcome).toBe('applied');
  const types = list((await world.entity(ORDER)).document, 'attachments').map((it) => at(it, 'mediaType'));
  expect(types.sort()).toEqual(['application/pdf', 'image/jpeg']);
});

test('while the store cannot be written nothing is acknowledged or recorded, and sync health says so', async () => {
  const { read } = (await world.stream(STREAM)).counts;
  const content = Buffer.from('%PDF-1.4 another').toString('base64');
  const next = { ...FIRST, at: '2025-07-10T12:00:00Z' };
  renameSync(world.attachments, `${world.attachments}-away`);
  writeFileSync(world.attachments, 'a file where the folder should be');
  expect(await deliver(next, content)).toMatchObject({
    status: 503,
    body: expect.stringContaining('attachments-not-stored') as string,
  });
  expect(await world.stream(STREAM)).toMatchObject({
    state: 'failing',
    code: 'attachments-not-stored',
    counts: { read },
  });
  rmSync(world.attachments);
  renameSync(`${world.attachments}-away`, world.attachments);
  expect((await deliver(next, content)).status).toBe(200);
  // the sender is answered after the commit, and does not wait until health is told
  await until(
    'the stream is well again',
    () => world.stream(STREAM),
    ({ state }) => state === 'ok',
  );
  expect((await world.stream(STREAM)).counts.read).toBe(read + 1);
});

test('every reference names a whole file; nothing personal got out', async () => {
  const { document } = await world.entity(ORDER);
  for (const attachment of list(document, 'attachments'))
    expect(existsSync(stored(String(attachment['sha256'])))).toBe(true);
  for await (const { state } of verifyFolder(world.attachments)) expect(state).toBe('whole');
  await expectSound(world, app);
});
