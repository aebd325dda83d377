import { type BigIntStats, type Dirent } from 'node:fs';
import { lstat, readdir } from 'node:fs/promises';
import { join, posix } from 'node:path';
import { TransientError } from '#libs/model/errors.js';
import { errno } from '../errno.js';
import type { FileStamp } from './files-offset.js';

const UNFINISHED = /\.(?:part|tmp)$/i;

/**
 * The files whose base name matches the glob, oldest first, then by name. Leaves out hidden files, unfinished ones (`.part`, `.tmp`), links
 * and folders. Throws TransientError `folder-missing`, `folder-unreachable`.
 */
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

/** The file of a name as the folder shows it now; undefined where there is no such file. Throws TransientError `folder-unreachable`. */
export async function stampOf(folder: string, name: string): Promise<FileStamp | undefined> {
  try {
    const stats = await lstat(join(folder, name), { bigint: true });
    return stats.isFile() ? stampFrom(name, stats) : undefined;
  } catch (error) {
    if (errno(error) === 'ENOENT') return undefined;
    throw folderUnreachable(error);
  }
}

/** The stamp of a file out of what the file system says of it. */
export const stampFrom = (name: string, stats: BigIntStats): FileStamp => ({
  name,
  size: Number(stats.size),
  modified: String(stats.mtimeNs),
  changed: String(stats.ctimeNs),
});

/** TransientError `folder-unreachable` for an error of the file system. */
export const folderUnreachable = (error: unknown): TransientError =>
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
    throw folderUnreachable(error);
  }
}

function oldestFirst(a: FileStamp, b: FileStamp): number {
  const [left, right] = [BigInt(a.modified), BigInt(b.modified)];
  if (left !== right) return left < right ? -1 : 1;
  return a.name < b.name ? -1 : 1;
}
