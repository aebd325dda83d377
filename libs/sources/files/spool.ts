import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { errno } from '../errno.js';
import { pathIn } from './file-name.js';
import { stampFrom, stampOf, folderUnreachable } from './list-folder.js';
import { type FileStamp, sameArrival } from './files-offset.js';
import { hasRoom, isFull, namelessFile, tempFolderError } from './temp-folder.js';

const CHUNK_BYTES = 256 * 1024;

/** A private copy of a file, which nobody else can change. */
export interface Spool {
  /** SHA-256 of the content, hex. */
  readonly hash: string;
  /** True: all of it is valid UTF-8. */
  readonly isUtf8: boolean;
  /** The content from its beginning; may be called again. */
  stream(): Readable;
  /** Removes the copy. */
  close(): Promise<void>;
}

/** The read that a file is copied or parsed for is to end. Never leaves the files source. */
export class Stopped extends Error {
  override readonly name = 'Stopped';
}

/**
 * Copies a file as it was listed. Gives 'gone' where it has vanished, 'changed' where it no longer is what was listed, 'refused' where we may
 * not read it, 'full' where the copy has no room. Throws TransientError `folder-unreachable` for the drop folder, and as `tempFolderError`
 * for the copy, now and whenever it is read. The copy has no name in any folder, so that nothing of it is left, even after a `kill -9`.
 * `isStopped` is asked before each piece, now and whenever the copy is read: once it says so, Stopped is thrown.
 */
export async function spool(
  folder: string,
  listed: FileStamp,
  isStopped: () => boolean = () => false,
): Promise<Spool | 'gone' | 'changed' | 'refused' | 'full'> {
  let source: FileHandle;
  try {
    source = await open(pathIn(folder, listed), constants.O_RDONLY | constants.O_NOFOLLOW);
  } catch (error) {
    if (errno(error) === 'ENOENT') return 'gone';
    if (errno(error) === 'ELOOP') return 'changed';
    if (errno(error) === 'EACCES' || errno(error) === 'EPERM') return 'refused';
    throw folderUnreachable(error);
  }
  try {
    return (await hasRoom(listed.size)) ? await copied(source, folder, listed, isStopped) : 'full';
  } catch (error) {
    if (isFull(error)) return 'full';
    throw error;
  } finally {
    await source.close();
  }
}

async function copied(
  source: FileHandle,
  folder: string,
  listed: FileStamp,
  isStopped: () => boolean,
): Promise<Spool | 'gone' | 'changed'> {
  const copy = await namelessFile();
  try {
    const opened = stampFrom(listed, await ofDropFolder(source.stat({ bigint: true })));
    const { hash, isUtf8, size } = await copyAll(source, copy, isStopped);
    const closed = stampFrom(listed, await ofDropFolder(source.stat({ bigint: true })));
    const named = await stampOf(folder, listed);
    const unchanged = sameArrival(listed, opened) && sameArrival(listed, closed) && size === listed.size;
    if (named === undefined || !unchanged || !sameArrival(listed, named)) {
      await copy.close();
      return named === undefined ? 'gone' : 'changed';
    }
    return {
      hash,
      isUtf8,
      stream: () => Readable.from(chunks(copy, isStopped), { objectMode: false, highWaterMark: CHUNK_BYTES }),
      close: () => copy.close(),
    };
  } catch (error) {
    await copy.close();
    throw error;
  }
}

/** Says whose trouble an error is. */
const ofDropFolder = <Result>(work: Promise<Result>): Promise<Result> =>
  work.catch((error: unknown) => Promise.reject(folderUnreachable(error)));
const ofTempFolder = <Result>(work: Promise<Result>): Promise<Result> =>
  work.catch((error: unknown) => Promise.reject(tempFolderError(error) as Error));

async function copyAll(
  source: FileHandle,
  copy: FileHandle,
  isStopped: () => boolean,
): Promise<{ hash: string; isUtf8: boolean; size: number }> {
  const sha = createHash('sha256');
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const buffer = Buffer.allocUnsafe(CHUNK_BYTES);
  let isUtf8 = true;
  const check = (chunk?: Uint8Array): void => {
    if (!isUtf8) return;
    try {
      decoder.decode(chunk, { stream: chunk !== undefined });
    } catch {
      isUtf8 = false;
    }
  };
  for (let size = 0; ;) {
    if (isStopped()) throw new Stopped();
    const { bytesRead } = await ofDropFolder(source.read(buffer, 0, buffer.length, size));
    if (bytesRead === 0) {
      check();
      return { hash: sha.digest('hex'), isUtf8, size };
    }
    const chunk = buffer.subarray(0, bytesRead);
    sha.update(chunk);
    check(chunk);
    for (let written = 0; written < bytesRead;) {
      const writing = copy.write(chunk, written, bytesRead - written, size + written);
      written += (await ofTempFolder(writing)).bytesWritten;
    }
    size += bytesRead;
  }
}

async function* chunks(copy: FileHandle, isStopped: () => boolean): AsyncGenerator<Buffer> {
  for (let position = 0; ;) {
    if (isStopped()) throw new Stopped();
    const reading = copy.read(Buffer.allocUnsafe(CHUNK_BYTES), 0, CHUNK_BYTES, position);
    const { bytesRead, buffer } = await ofTempFolder(reading);
    if (bytesRead === 0) return;
    position += bytesRead;
    yield buffer.subarray(0, bytesRead);
  }
}
