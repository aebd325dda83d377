import { type BigIntStats, type Dirent } from 'node:fs';
import { lstat, readdir } from 'node:fs/promises';
import { join, posix } from 'node:path';
import { TransientError } from '#libs/model/errors.js';
import { errno } from '../errno.js';
import type { FileStamp } from './files-offset.js';

const UNFINISHED = /\.(?:part|tmp)$/i;

/** The files that match, oldest first, then by name. Hidden and unfinished ones, links and folders are no files. */
export async function listFolder(folder: string, pattern: string): Promise<readonly FileStamp[]> {
  const entries = await readFolder(folder);
  const names = entries
    .filter((entry) => entry.isFile() && !entry.name.startsWith('.') && !UNFINISHED.test(entry.name))
    .map((entry) => entry.name)
    .filter((name) => posix.matchesGlob(name, pattern));
  const stamps: FileStamp[] = [];
  for (const name of names) {
    const stamp = await stampOf(folder, name);
    if (stamp !== undefined) stamps.push(stamp);
  }
  return stamps.sort((a, b) => oldestFirst(a, b));
}

/** Undefined where there is no such file (any more). */
export async function stampOf(folder: string, name: string): Promise<FileStamp | undefined> {
  try {
    const stats = await lstat(join(folder, name), { bigint: true });
    return stats.isFile() ? stamp(name, stats) : undefined;
  } catch (error) {
    if (errno(error) === 'ENOENT') return undefined;
    throw unreachable(error);
  }
}

export const stamp = (name: string, stats: BigIntStats): FileStamp => ({
  name,
  size: Number(stats.size),
  modified: String(stats.mtimeNs),
});

export const unreachable = (error: unknown): TransientError =>
  new TransientError('folder-unreachable', `the drop folder cannot be used: ${errno(error)}`, false, {
    cause: error,
  });

async function readFolder(folder: string): Promise<readonly Dirent[]> {
  try {
    return await readdir(folder, { withFileTypes: true });
  } catch (error) {
    const code = errno(error);
    if (code === 'ENOENT' || code === 'ENOTDIR')
      throw new TransientError('folder-missing', `there is no folder ${folder}`);
    throw unreachable(error);
  }
}

function oldestFirst(a: FileStamp, b: FileStamp): number {
  const [left, right] = [BigInt(a.modified), BigInt(b.modified)];
  if (left !== right) return left < right ? -1 : 1;
  return a.name < b.name ? -1 : 1;
}
