import { type BigIntStats, type Dirent } from 'node:fs';
import { lstat, readdir } from 'node:fs/promises';
import { posix } from 'node:path';
import { TransientError } from '#libs/model/errors.js';
import { errno, tooManyOpenFiles } from '../errno.js';
import { fileName, type FileName, nameBytes, pathIn } from './file-name.js';
import type { FilesSettings } from './files-settings.js';
import type { FileStamp } from './files-offset.js';

const UNFINISHED = /\.(?:part|tmp)$/i;

/** What lies in a drop folder. Hidden and unfinished files (`.part`, `.tmp`) and folders do not count. */
export interface Listing {
  /** Files whose base name matches the stream's pattern, oldest first, then by name. */
  readonly files: readonly FileStamp[];
  /** How many others no stream reads: their names match no pattern, or they are links. */
  readonly unmatched: number;
}

/** Lists a drop folder. Throws TransientError `folder-missing`, `folder-unreachable`. */
export async function listFolder({
  folder,
  pattern,
  otherPatterns = [],
}: Pick<FilesSettings, 'folder' | 'pattern' | 'otherPatterns'>): Promise<Listing> {
  let unmatched = 0;
  const files: FileStamp[] = [];
  for (const entry of await readFolder(folder)) {
    const file = fileName(entry.name);
    if (entry.isDirectory() || file.name.startsWith('.') || UNFINISHED.test(file.name)) continue;
    if (entry.isFile() && matches(file, pattern)) {
      const stamp = await stampOf(folder, file);
      if (stamp !== undefined) files.push(stamp);
    } else if (!entry.isFile() || !otherPatterns.some((other) => matches(file, other))) unmatched += 1;
  }
  return { files: files.sort((a, b) => oldestFirst(a, b)), unmatched };
}

/** An accent is one character or two, by the system that wrote the name; both are the same name. */
const matches = ({ name }: FileName, pattern: string): boolean =>
  posix.matchesGlob(name.normalize(), pattern.normalize());

/** The file of a name as the folder shows it now; undefined where there is no such file. Throws TransientError `folder-unreachable`. */
export async function stampOf(folder: string, file: FileName): Promise<FileStamp | undefined> {
  try {
    const stats = await lstat(pathIn(folder, file), { bigint: true });
    return stats.isFile() ? stampFrom(file, stats) : undefined;
  } catch (error) {
    if (errno(error) === 'ENOENT') return undefined;
    throw folderUnreachable(error);
  }
}

/** The stamp of a file out of what the file system says of it. */
export const stampFrom = ({ name, bytes }: FileName, stats: BigIntStats): FileStamp => ({
  name,
  ...(bytes === undefined ? {} : { bytes }),
  size: Number(stats.size),
  modified: String(stats.mtimeNs),
  changed: String(stats.ctimeNs),
});

/** TransientError `folder-unreachable` for an error of the file system; `too-many-open-files` where that is it. */
export const folderUnreachable = (error: unknown): TransientError =>
  tooManyOpenFiles(error) ??
  new TransientError('folder-unreachable', `the drop folder cannot be used: ${errno(error)}`, false, {
    cause: error,
  });

async function readFolder(folder: string): Promise<readonly Dirent<Buffer>[]> {
  try {
    return await readdir(folder, { withFileTypes: true, encoding: 'buffer' });
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
  return a.name === b.name ? Buffer.compare(nameBytes(a), nameBytes(b)) : a.name < b.name ? -1 : 1;
}
