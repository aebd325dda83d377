import { createHash } from 'node:crypto';
import {
  appendFile,
  type FileHandle,
  lstat,
  mkdtemp,
  open,
  readdir,
  rename,
  rm,
  symlink,
  truncate,
  unlink,
  utimes,
  writeFile,
} from 'node:fs/promises';
import os, { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { stampOf } from './list-folder.js';
import type { FileStamp } from './files-offset.js';
import { spool } from './spool.js';

/** Two and a half of the pieces that a file is copied in. */
const SIZE = 640 * 1024;
const old = Buffer.alloc(SIZE, 'a');
const other = Buffer.alloc(SIZE, 'b');
const SECOND = 1_700_000_000;

let folder: string;
let path: string;
let listed: FileStamp;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lintel-spool-'));
  path = join(folder, 'jobs.csv');
  await put(path, old);
  const stamp = await stampOf(folder, { name: 'jobs.csv' });
  if (!stamp) throw new Error('the file is not there');
  listed = stamp;
});
afterEach(async () => {
  jest.restoreAllMocks();
  await rm(folder, { recursive: true, force: true });
});

async function put(file: string, content: Buffer, second = SECOND): Promise<void> {
  await writeFile(file, content);
  await utimes(file, second, second);
}

/** A file of its own that then takes the name: another inode. */
async function replace(content: Buffer, second = SECOND): Promise<void> {
  const before = await lstat(path);
  await put(join(folder, 'new'), content, second);
  await rename(join(folder, 'new'), path);
  expect((await lstat(path)).ino).not.toBe(before.ino);
}

/** Does `work[n]` after the nth piece has been read, counted from 1, and before it is written to the copy. */
async function afterReading(work: Readonly<Record<number, () => Promise<unknown>>>): Promise<void> {
  const handle = await open(path, 'r');
  const prototype = Object.getPrototypeOf(handle) as { read: FileHandle['read'] };
  await handle.close();
  const read = prototype.read;
  let count = 0;
  jest.spyOn(prototype, 'read').mockImplementation(async function (this: FileHandle, ...how: unknown[]) {
    const result = await (read as (...how: unknown[]) => ReturnType<FileHandle['read']>).apply(this, how);
    await work[(count += 1)]?.();
    return result;
  });
}

const copied = async (): Promise<string> => {
  const copy = await spool(folder, listed);
  if (typeof copy === 'string') return copy;
  const content = await buffer(copy.stream());
  expect(copy.hash).toBe(createHash('sha256').update(content).digest('hex'));
  await copy.close();
  return content.equals(old) ? 'as it was listed' : content.equals(other) ? 'another' : 'a mixture';
};

test('a file that stands still is copied, hashed, and read from the copy', async () => {
  await afterReading({});
  expect(await copied()).toBe('as it was listed');
});

describe('a file that changes while it is copied is not taken', () => {
  test('it grows', async () => {
    await afterReading({ 1: () => appendFile(path, 'one more row\n') });
    expect(await copied()).toBe('changed');
  });

  test('it grows, and its time is put back', async () => {
    await afterReading({ 1: async () => (await appendFile(path, 'x'), await utimes(path, SECOND, SECOND)) });
    expect(await copied()).toBe('changed');
  });

  test('it grows after its end was read', async () => {
    // the fourth read finds the end
    await afterReading({ 4: async () => (await appendFile(path, 'x'), await utimes(path, SECOND, SECOND)) });
    expect(await copied()).toBe('changed');
  });

  test('it shrinks', async () => {
    await afterReading({ 1: () => truncate(path, 300 * 1024) });
    expect(await copied()).toBe('changed');
  });

  test('it shrinks, and its time is put back', async () => {
    await afterReading({
      1: async () => (await truncate(path, 300 * 1024), await utimes(path, SECOND, SECOND)),
    });
    expect(await copied()).toBe('changed');
  });

  test('it is cut off where it was being read, and is whole again in the end', async () => {
    await afterReading({ 1: () => truncate(path, 256 * 1024), 2: () => put(path, old) });
    expect(await copied()).toBe('changed');
  });

  test('it is written over in its place, with as many bytes', async () => {
    await afterReading({ 1: () => put(path, other, SECOND + 1) });
    expect(await copied()).toBe('changed');
  });

  test('it is written over in its place, with as many bytes, and its time is put back', async () => {
    await afterReading({ 1: () => put(path, other) });
    expect(await copied()).toBe('changed');
  });

  test('it was another when it was opened, and is as listed in the end', async () => {
    await put(path, other, SECOND + 1);
    await afterReading({ 4: () => put(path, old) });
    expect(await copied()).toBe('changed');
  });

  test('another file of another size takes its name', async () => {
    await afterReading({ 1: () => replace(Buffer.from('id\n1\n')) });
    expect(await copied()).toBe('changed');
  });

  test('another file of the same size and another time takes its name', async () => {
    await afterReading({ 1: () => replace(other, SECOND + 1) });
    expect(await copied()).toBe('changed');
  });

  test('it is written over, and then another file of the same size and time takes its name', async () => {
    await afterReading({ 1: async () => (await put(path, other, SECOND + 1), await replace(other)) });
    expect(await copied()).toBe('changed');
  });

  test('another file of the same size and time takes its name', async () => {
    await afterReading({ 1: () => replace(other) });
    expect(await copied()).toBe('changed');
  });
});

test.each([
  ['before it is opened', () => unlink(path), 'gone'],
  ['a link has its name', async () => (await unlink(path), await symlink('/etc/hostname', path)), 'changed'],
])('a file that is not there any more: %s', async (_, work, answer) => {
  await work();
  expect(await copied()).toBe(answer);
});

test('a file that vanishes while it is copied is gone', async () => {
  await afterReading({ 1: () => unlink(path) });
  expect(await copied()).toBe('gone');
});

test('nothing is left of a copy, whether it was taken or not', async () => {
  const own = await mkdtemp(join(tmpdir(), 'lintel-own-'));
  const asked = jest.spyOn(os, 'tmpdir').mockReturnValue(own);
  try {
    expect(await copied()).toBe('as it was listed');
    await afterReading({ 1: () => appendFile(path, 'x') });
    expect(await copied()).toBe('changed');
    expect(asked).toHaveBeenCalled();
    expect(await readdir(own)).toEqual([]);
  } finally {
    await rm(own, { recursive: true, force: true });
  }
});
