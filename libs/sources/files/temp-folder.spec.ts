import { type FileHandle, mkdtemp, open, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import os, { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Offset, PullSource, SourceBatch } from '../source.js';
import { filesSource } from './files-source.js';

const signal = new AbortController().signal;
let home: string;
let folder: string;
let source: PullSource;

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'lintel-home-'));
  folder = await mkdtemp(join(home, 'drop-'));
  source = openSource();
});
afterEach(async () => {
  jest.restoreAllMocks();
  await source.close();
  await rm(home, { recursive: true, force: true });
});

function openSource(): PullSource {
  let elapsed = 0;
  return filesSource(
    { kind: 'files', folder, pattern: '*', format: 'csv', repeated: [], minimumAgeMs: 1_000 },
    { elapsed: () => (elapsed += 1_000), now: () => new Date('2026-03-04T05:06:07Z') },
  );
}
/** TMPDIR of this sandbox is not that of the process. */
const setTempFolder = (path: string): unknown => jest.spyOn(os, 'tmpdir').mockReturnValue(path);
async function drop(name: string, rows: number, age: number): Promise<void> {
  await writeFile(join(folder, name), `id\n${'1\n'.repeat(rows)}`);
  await utimes(join(folder, name), 1_700_000_000 + age, 1_700_000_000 + age);
}
const read = (from?: Offset): Promise<SourceBatch> => source.read(from, 10, signal);

/** What the system answers when a file handle is asked for something. */
async function answer(
  method: 'read' | 'write',
  code: string,
  when: (bytes: number) => boolean = () => true,
): Promise<jest.SpyInstance> {
  const handle = await open(home, 'r');
  const prototype = Object.getPrototypeOf(handle) as Record<'read' | 'write', (...how: unknown[]) => unknown>;
  await handle.close();
  const real = prototype[method];
  return jest.spyOn(prototype, method).mockImplementation(function (this: FileHandle, ...how: unknown[]) {
    if (when(Number(how[2]))) return Promise.reject(Object.assign(new Error('no'), { code }));
    return real.apply(this, how);
  });
}

test.each([
  ['that is missing', () => Promise.resolve(join(home, 'missing')), 'ENOENT'],
  ['that is a file', async () => (await writeFile(join(home, 'file'), ''), join(home, 'file')), 'ENOTDIR'],
])('a temporary folder %s is said at the first read, before a file has come', async (_, make, code) => {
  const path = await make();
  setTempFolder(path);
  await expect(read()).rejects.toMatchObject({
    name: 'TransientError',
    code: 'temp-folder-unusable',
    message: `files cannot be copied to the temporary folder ${path} (TMPDIR): ${code}`,
  });
});

test('a temporary folder that goes away later is named when a file comes, and the drop folder is not', async () => {
  await drop('a.csv', 1, 0);
  const { next } = await read();
  setTempFolder(join(home, 'missing'));
  const refused: unknown = await read(next).catch((error: unknown) => error);
  expect(refused).toMatchObject({ name: 'TransientError', code: 'temp-folder-unusable' });
  expect(String(refused)).not.toMatch(/drop/);
});

test('a disk that is full already is said at the first read', async () => {
  await answer('write', 'ENOSPC');
  await expect(read()).rejects.toMatchObject({
    name: 'TransientError',
    code: 'temp-folder-full',
    message: expect.stringMatching(/disk of the temporary folder \S+ \(TMPDIR\).*: ENOSPC$/) as string,
  });
});

test('a file that the disk has no room for holds up no smaller one, and is read once there is room', async () => {
  await drop('large.csv', 4_000, 0);
  await drop('small.csv', 2, 1);
  const disk = await answer('write', 'EDQUOT', (bytes) => bytes > 5_000);
  const batch = await read((await read()).next);
  expect(batch.records.map(({ position }) => position)).toEqual(['small.csv:2', 'small.csv:3']);
  await expect(read(batch.next)).rejects.toMatchObject({
    code: 'temp-folder-full',
    message: expect.stringMatching(/TMPDIR\).*: 8003 bytes$/) as string,
  });
  disk.mockRestore();
  expect((await read(batch.next)).records).toHaveLength(10);
});

test('a copy that cannot be read again is a trouble of the temporary folder, a file that cannot be read one of the drop folder', async () => {
  await drop('a.csv', 2_000, 0);
  const { next } = await read();
  const disk = await answer('read', 'EIO');
  await expect(read(next)).rejects.toMatchObject({ code: 'folder-unreachable' });
  disk.mockRestore();
  let reads = 0;
  await answer('read', 'EIO', () => (reads += 1) > 2); // two to copy it
  await expect(read(next)).rejects.toMatchObject({ name: 'TransientError', code: 'temp-folder-unusable' });
});

test('too many open files are neither folder’s fault', async () => {
  await drop('a.csv', 1, 0);
  const { next } = await read();
  await answer('write', 'EMFILE');
  await expect(read(next)).rejects.toMatchObject({ name: 'TransientError', code: 'too-many-open-files' });
});

test('nothing is left of a try or of a copy that came to nothing', async () => {
  const own = await mkdtemp(join(home, 'temp-'));
  setTempFolder(own);
  await drop('large.csv', 4_000, 0);
  await answer('write', 'ENOSPC', (bytes) => bytes > 5_000);
  const { next } = await read();
  await expect(read(next)).rejects.toMatchObject({ code: 'temp-folder-full' });
  expect(await readdir(own)).toEqual([]);
});
