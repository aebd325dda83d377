import { mkdir, mkdtemp, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { TransientError } from '#libs/model/errors.js';
import { folderStore } from './folder-store.js';
import { sha256 } from './sha256.js';
import { attachmentUri } from './attachment-store.js';
import { verifyFolder, type VerifiedFile } from './verify-folder.js';

const BYTES = Buffer.from('a certificate, invented');
const HASH = sha256(BYTES);
const HOUR = 3_600_000;
let outer: string;
let folder: string;
const pathOf = (hash: string): string => join(folder, hash.slice(0, 2), hash.slice(2, 4), hash);

beforeEach(async () => {
  outer = await mkdtemp(join(tmpdir(), 'lintel-attachments-'));
  folder = join(outer, 'not', 'there-yet');
});
afterEach(() => rm(outer, { recursive: true, force: true }));

async function verified(): Promise<readonly VerifiedFile[]> {
  const found: VerifiedFile[] = [];
  for await (const file of verifyFolder(folder)) found.push(file);
  return found;
}

test('what is put can be opened, lies under its hash, and is the owner’s only', async () => {
  const store = folderStore(folder);
  expect(await store.put(BYTES)).toEqual({ uri: attachmentUri(HASH), sha256: HASH, size: BYTES.length });
  const file = await store.open(attachmentUri(HASH));
  expect(file && (await buffer(file))).toEqual(BYTES);
  expect((await stat(pathOf(HASH))).mode & 0o777).toBe(0o600);
  expect((await stat(folder)).mode & 0o777).toBe(0o700);
  expect(await readdir(join(folder, 'unfinished'))).toEqual([]);
});

test('the same bytes again, also at once and by others, are one file', async () => {
  await Promise.all(Array.from({ length: 8 }, () => folderStore(folder).put(BYTES)));
  const { mtimeMs } = await stat(pathOf(HASH));
  await folderStore(folder).put(BYTES);
  expect((await stat(pathOf(HASH))).mtimeMs).toBe(mtimeMs);
  expect(await verified()).toEqual([{ path: expect.stringContaining(HASH) as string, state: 'whole' }]);
});

test.each([
  ['a file of another length', 'cut'],
  ['a damaged file of the same length', BYTES.toString().replace('invented', 'forged  ')],
])('%s under the name is written anew', async (_, found) => {
  await folderStore(folder).put(BYTES);
  await writeFile(pathOf(HASH), found);
  await folderStore(folder).put(BYTES);
  expect(await readFile(pathOf(HASH))).toEqual(BYTES);
});

test.each([
  'lintel-attachment:sha256/../../etc/passwd',
  attachmentUri('0'.repeat(64)),
  'https://example.org/',
  HASH,
])('%s is not there', async (uri) => {
  await folderStore(folder).put(BYTES);
  expect(await folderStore(folder).open(uri)).toBeUndefined();
});

test('a folder that cannot be written is trouble that may go by', async () => {
  await writeFile(join(outer, 'not'), 'a file where a folder should be');
  const failed = folderStore(folder).put(BYTES);
  await expect(failed).rejects.toBeInstanceOf(TransientError);
  await expect(failed).rejects.toMatchObject({
    code: 'attachments-not-stored',
    message: expect.stringMatching(/ENOTDIR|EEXIST/) as string,
  });
});

test('what a crash left half-written goes an hour later, and not before', async () => {
  const store = folderStore(folder);
  const now = new Date();
  await store.tidy(now); // no folder yet
  await mkdir(join(folder, 'unfinished'), { recursive: true });
  for (const [name, age] of [
    ['old', 1.1],
    ['young', 0.9],
  ] as const) {
    const path = join(folder, 'unfinished', name);
    await writeFile(path, 'half');
    const then = new Date(now.getTime() - age * HOUR);
    await utimes(path, then, then);
  }
  await store.tidy(now);
  expect(await readdir(join(folder, 'unfinished'))).toEqual(['young']);
  expect(await verified()).toEqual([]);
});

test('damaged and stray files are found', async () => {
  await folderStore(folder).put(BYTES);
  await writeFile(pathOf(HASH), BYTES.toString().replace('invented', 'forged  '));
  await writeFile(join(folder, 'note.txt'), 'a note');
  expect(await verified()).toEqual([
    { path: expect.stringContaining(HASH) as string, state: 'damaged' },
    { path: 'note.txt', state: 'stray' },
  ]);
});
