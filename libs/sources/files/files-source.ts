import { TransientError } from '#libs/model/errors.js';
import type { FilesSettings } from './files-settings.js';
import type { Offset, PullSource, RawRecord, SourceBatch } from '../source.js';
import { archive } from './archive.js';
import { listFolder } from './drop-folder.js';
import {
  type CurrentFile,
  type DoneFile,
  type FileStamp,
  filesOffset,
  sameFile,
  storedOffset,
} from './files-offset.js';
import { type OpenFile, openFile } from './open-file.js';
import { parseStored } from './parse-stored-record.js';
import { Readiness } from './readiness.js';
import { spool } from './spool.js';

/** 16 MiB of raw records, then a batch ends even below its limit. */
const MAX_BATCH_BYTES = 16 * 1024 * 1024;

export interface FilesClock {
  /** Milliseconds, monotonic. */
  readonly elapsed: () => number;
  readonly now: () => Date;
}
const systemClock: FilesClock = { elapsed: () => performance.now(), now: () => new Date() };

/**
 * A drop folder. A file is copied, hashed and parsed to its end before its first record is handed over; it is moved to the archive
 * by `committed`, never before (I1). The same content under another name, or again, is a new arrival.
 * An aborted read hands over what it has. `behind` counts the rest of the file in hand and each other file as one, those not ready yet included.
 */
export function filesSource(settings: FilesSettings, clock: FilesClock = systemClock): PullSource {
  const readiness = new Readiness(settings.minimumAgeMs);
  let inHand: OpenFile | undefined;

  async function putDown(): Promise<void> {
    const file = inHand;
    inHand = undefined;
    await file?.close();
  }

  /** 'passed': it vanished, or is not finished after all. */
  async function takeInHand(
    file: FileStamp,
    begun: CurrentFile | undefined,
  ): Promise<OpenFile | 'passed' | 'refused'> {
    const start = { hash: begun?.name === file.name ? begun.hash : undefined, next: begun?.next ?? 0 };
    const resumes = start.hash === inHand?.hash && start.next === inHand?.next;
    if (inHand !== undefined && resumes && sameFile(inHand.stamp, file)) return inHand;
    await putDown();
    const copy = await spool(settings.folder, file);
    if (copy === 'changed') readiness.forget(file.name);
    if (typeof copy === 'string') return copy === 'refused' ? copy : 'passed';
    inHand = await openFile(settings, file, copy, start);
    return inHand;
  }

  async function read(offset: Offset | undefined, limit: number, signal: AbortSignal): Promise<SourceBatch> {
    const from = filesOffset(offset);
    const listed = await listFolder(settings.folder, settings.pattern);
    const isDone = (file: FileStamp): boolean => from.done.some((before) => sameFile(before, file));
    const unread = listed.filter((file) => !isDone(file));
    const ready = begunFirst(readiness.ready(unread, from.current, clock.elapsed()), from.current);

    const records: RawRecord[] = [];
    const done: DoneFile[] = from.done.filter((before) => listed.some((file) => sameFile(before, file)));
    let current = unread.some((file) => file.name === from.current?.name) ? from.current : undefined;
    let bytes = 0;
    let passed = 0;
    let opened = 0;
    let rest = 0;
    let refused: string | undefined;
    for (const file of ready) {
      if (records.length >= limit || bytes >= MAX_BATCH_BYTES || signal.aborted) break;
      const open = await takeInHand(file, current);
      passed += 1;
      if (open === 'refused') refused ??= file.name;
      if (typeof open === 'string') continue;
      opened += 1;
      const taken = await open.take(limit - records.length, MAX_BATCH_BYTES - bytes);
      for (const record of taken) bytes += record.raw.length;
      records.push(...taken);
      const { hash, unreadable, next, total } = open;
      if (next < total) {
        current = { ...file, hash, next };
        rest = total - next;
        break;
      }
      done.push({ ...file, hash, unreadable });
      if (current?.name === file.name) current = undefined;
      await putDown();
    }

    if (opened === 0 && refused !== undefined) {
      throw new TransientError('file-refused', `a file may not be read: ${refused}`); // only now, so that it delays no other
    }
    const more = rest > 0 || passed < ready.length;
    const behind = rest + unread.length - opened;
    const live = from.live || (!more && behind === 0);
    const next = storedOffset({ done, live, ...(current === undefined ? {} : { current }) });
    return {
      records,
      // What is gone from the folder may stay in the checkpoint until there is something to commit.
      next: offset !== undefined && live === from.live && opened === 0 ? offset : next,
      more,
      fence: { kind: 'scan', at: clock.now().toISOString() },
      phase: from.live ? 'live' : 'backfill',
      behind,
    };
  }

  return {
    read,
    async committed(offset) {
      for (const file of filesOffset(offset).done) await archive(settings.folder, file, clock.now());
    },
    parse: (raw) => parseStored(settings, raw),
    close: putDown,
  };
}

function begunFirst(ready: readonly FileStamp[], begun: CurrentFile | undefined): readonly FileStamp[] {
  const isBegun = (file: FileStamp): boolean => file.name === begun?.name;
  return [...ready.filter(isBegun), ...ready.filter((file) => !isBegun(file))];
}
