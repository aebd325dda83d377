import { TransientError } from '#libs/model/errors.js';
import type { FilesSettings } from './files-settings.js';
import type { Offset, PullSource, RawRecord, SourceBatch } from '../source.js';
import { archive, type Archived } from './archive.js';
import { sameName } from './file-name.js';
import { listFolder } from './list-folder.js';
import {
  type CurrentFile,
  type DoneFile,
  type FileStamp,
  parseFilesOffset,
  sameArrival,
  storedOffset,
} from './files-offset.js';
import { type OpenFile, openFile } from './open-file.js';
import { parseStoredRecord } from './parse-stored-record.js';
import { Readiness } from './readiness.js';
import { remarkOn } from './remark.js';
import { spool, Stopped } from './spool.js';
import { tempFolderFull, tryTempFolder } from './temp-folder.js';

/** 16 MiB. A batch ends once its raw records are this large, even below its limit. */
const MAX_BATCH_BYTES = 16 * 1024 * 1024;

/** The two clocks of a files source; tests bring their own. */
export interface FilesClock {
  /** Milliseconds, monotonic: how long a file has been watched. */
  readonly elapsed: () => number;
  /** Names the month of the archive and the fence. */
  readonly now: () => Date;
}
const SYSTEM_CLOCK: FilesClock = { elapsed: () => performance.now(), now: () => new Date() };

/**
 * A PullSource over a drop folder. It does no I/O before its first `read` or `committed`; one call runs at a time.
 *
 * - **Ready.** A file is read once its size and time have not changed for `minimumAgeMs`; the oldest is first, but a begun one goes on.
 * - **Copied.** Before the first record is handed over, the file is copied to a private, nameless file, hashed, and parsed to its
 *   end. A file that does not parse is one record with a fault, and no record of it is applied (I11).
 * - **In windows.** A large file takes several reads. The offset holds the hash of the file and the number of its next record.
 * - **Archived.** `committed` moves each file whose records have all been committed, never earlier (I1). It may be repeated. A file that cannot
 *   be moved stays, is not read again, and is tried again at the next commit; a remark says so.
 * - **Arrivals.** A file that was written, replaced or moved here since it was read is a new arrival, even where name, size, time or content
 *   have come before. What left the folder is forgotten.
 * - **Aborted.** A read looks at its signal before each piece (256 KiB) that it copies or parses. It resolves with the records it has; of a
 *   file that it could not take to the end of its window, none.
 *   The folder is as it was, so a caller may throw them away and read again from the same offset.
 * - **Closed.** `close` stops a read that is under way in the same manner and waits for it, so that no copy stays open.
 * - **Behind** counts the rest of the file at hand, and one for each other file, ready or not.
 * - **Unmatched** files lie in the folder and are read by no stream; a remark counts them.
 *
 * `read` throws TransientError `folder-missing`, `folder-unreachable`, `file-refused` (where no file but those could be read), and for the copies
 * `temp-folder-unusable`, `temp-folder-full` and `too-many-open-files`: the first read tries whether files can be copied at all. `parse` throws
 * RecordError.
 */
export function filesSource(settings: FilesSettings, clock: FilesClock = SYSTEM_CLOCK): PullSource {
  const readiness = new Readiness(settings.minimumAgeMs);
  /** Done files of the last checkpoint that are not in the folder any more, or whose name another file has. */
  let departed: readonly DoneFile[] = [];
  /** Why done files could not be moved when the last checkpoint was told; one code each. */
  let kept: readonly string[] = [];
  let isTempFolderTried = false;
  let openedFile: OpenFile | undefined;
  let underWay: Promise<unknown> = Promise.resolve();
  let isClosed = false;
  let stop: AbortSignal | undefined;
  const isStopped = (): boolean => isClosed || stop?.aborted === true;

  async function closeOpened(): Promise<void> {
    const file = openedFile;
    openedFile = undefined;
    await file?.close();
  }

  /** Opens a file, or gives the open one where it stands at the right record. 'passed': the file vanished or still changes. */
  async function openOrResume(
    file: FileStamp,
    begun: CurrentFile | undefined,
  ): Promise<OpenFile | 'passed' | 'refused' | 'full'> {
    const start = { hash: begun && sameName(begun, file) ? begun.hash : undefined, next: begun?.next ?? 0 };
    const resumes = start.hash === openedFile?.hash && start.next === openedFile?.next;
    if (openedFile !== undefined && resumes && sameArrival(openedFile.stamp, file)) return openedFile;
    await closeOpened();
    const copy = await spool(settings.folder, file, isStopped);
    if (copy === 'changed') readiness.forget(file);
    if (typeof copy === 'string') return copy === 'refused' || copy === 'full' ? copy : 'passed';
    openedFile = await openFile(settings, file, copy, start);
    return openedFile;
  }

  /** 'stopped': the read is to end, and nothing of this file is handed over. */
  async function takeFrom(
    file: FileStamp,
    begun: CurrentFile | undefined,
    limit: number,
    maxBytes: number,
  ): Promise<
    | { readonly open: OpenFile; readonly taken: readonly RawRecord[] }
    | 'passed'
    | 'refused'
    | 'full'
    | 'stopped'
  > {
    try {
      const open = await openOrResume(file, begun);
      return typeof open === 'string' ? open : { open, taken: await open.take(limit, maxBytes) };
    } catch (error) {
      if (!(error instanceof Stopped)) throw error;
      await closeOpened();
      return 'stopped';
    }
  }

  async function readOn(offset: Offset | undefined, limit: number): Promise<SourceBatch> {
    if (!isTempFolderTried) await tryTempFolder();
    isTempFolderTried = true;
    const position = parseFilesOffset(offset);
    const { files: listed, unmatched } = await listFolder(settings);
    departed = position.done.filter((file) => isIn(departed, file) || !isIn(listed, file));
    const done: DoneFile[] = position.done.filter((file) => !isIn(departed, file));
    const unread = listed.filter((file) => !isIn(done, file));
    const ready = begunFirst(readiness.ready(unread, position.current, clock.elapsed()), position.current);

    const records: RawRecord[] = [];
    const { current: begun } = position;
    let current = begun && unread.some((file) => sameName(file, begun)) ? begun : undefined;
    let bytes = 0;
    let tried = 0;
    let opened = 0;
    let restOfFile = 0;
    let trouble: TransientError | undefined;
    for (const file of ready) {
      if (records.length >= limit || bytes >= MAX_BATCH_BYTES || isStopped()) break;
      const part = await takeFrom(file, current, limit - records.length, MAX_BATCH_BYTES - bytes);
      if (part === 'stopped') break;
      tried += 1;
      if (part === 'refused')
        trouble ??= new TransientError('file-refused', `a file may not be read: ${file.name}`);
      if (part === 'full') trouble ??= tempFolderFull(`${file.size} bytes`);
      if (typeof part === 'string') continue;
      const { open, taken } = part;
      opened += 1;
      for (const record of taken) bytes += record.raw.length;
      records.push(...taken);
      const { hash, unreadable, next, total } = open;
      if (next < total) {
        current = { ...file, hash, next };
        restOfFile = total - next;
        break;
      }
      done.push({ ...file, hash, unreadable });
      departed = departed.filter((gone) => !sameArrival(gone, file));
      if (current && sameName(current, file)) current = undefined;
      await closeOpened();
    }

    // Only where there was nothing else to read, so that such a file delays no other.
    if (opened === 0 && trouble !== undefined) throw trouble;
    const more = restOfFile > 0 || tried < ready.length;
    const behind = restOfFile + unread.length - opened;
    const live = position.live || (!more && behind === 0);
    const next = storedOffset({ done, live, ...(current === undefined ? {} : { current }) });
    return {
      records,
      // Done files that are gone from the folder stay in the checkpoint until there is something to commit.
      next: offset !== undefined && live === position.live && opened === 0 ? offset : next,
      more,
      fence: { kind: 'scan', at: clock.now().toISOString() },
      phase: position.live ? 'live' : 'backfill',
      behind,
      ...remarkOn(kept, unmatched),
    };
  }

  return {
    read(offset, limit, signal) {
      stop = signal;
      const reading = readOn(offset, limit);
      underWay = reading.catch(() => undefined);
      return reading;
    },
    async committed(offset) {
      const { done } = parseFilesOffset(offset);
      const fates = new Map<DoneFile, Archived>();
      for (const file of done) fates.set(file, await archive(settings.folder, file, clock.now()));
      kept = [...fates.values()].flatMap((fate) => (typeof fate === 'object' ? [fate.kept] : []));
      departed = done.filter((file) => typeof fates.get(file) === 'string');
    },
    parse: (raw) => parseStoredRecord(settings, raw),
    async close() {
      isClosed = true;
      await underWay;
      await closeOpened();
    },
  };
}

const isIn = (files: readonly FileStamp[], wanted: FileStamp): boolean =>
  files.some((file) => sameArrival(file, wanted));

function begunFirst(ready: readonly FileStamp[], begun: CurrentFile | undefined): readonly FileStamp[] {
  const isBegun = (file: FileStamp): boolean => begun !== undefined && sameName(file, begun);
  return [...ready.filter(isBegun), ...ready.filter((file) => !isBegun(file))];
}
