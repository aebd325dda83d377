import { isObject, type JsonObject, type JsonValue } from '#libs/model/json.js';
import type { Offset } from '../source.js';
import { type FileName, sameName } from './file-name.js';

/** A file as its folder shows it. */
export interface FileStamp extends FileName {
  readonly size: number;
  /** Modification time in nanoseconds since 1970, as text. */
  readonly modified: string;
  /**
   * When the file itself, its name or its place was last changed, in nanoseconds since 1970. Nobody can set it, so it tells a file that came back
   * or was replaced by one of equal size and time. Absent in checkpoints that were written before it was kept.
   */
  readonly changed?: string;
}
/** A file whose content was read. */
export interface HashedFile extends FileStamp {
  /** SHA-256 of the content, hex. */
  readonly hash: string;
}
/** A file whose records are all in the ledger once this offset is committed. */
export interface DoneFile extends HashedFile {
  /** True: it could not be parsed and goes to the error folder. */
  readonly unreadable: boolean;
}
/** A file of which a part has been handed over. */
export interface CurrentFile extends HashedFile {
  /** Index of the record that comes next, from 0. */
  readonly next: number;
}
/** The checkpoint of a files source. */
export interface FilesOffset {
  /** Done files that may still lie in the folder. */
  readonly done: readonly DoneFile[];
  readonly current?: CurrentFile;
  /** True once everything that lay in the folder at the beginning has been read. */
  readonly live: boolean;
}

/** Tells whether two stamps are of one arrival: between them nobody has written to the file, moved or replaced it. */
export const sameArrival = (a: FileStamp, b: FileStamp): boolean =>
  sameName(a, b) &&
  a.size === b.size &&
  a.modified === b.modified &&
  (a.changed === b.changed || a.changed === undefined || b.changed === undefined);

/** The checkpoint out of its stored JSON. Undefined is the beginning: nothing done, not live. */
export function parseFilesOffset(offset: Offset | undefined): FilesOffset {
  const done = Array.isArray(offset?.['done']) ? (offset['done'] as readonly JsonValue[]) : [];
  const current = offset?.['current'];
  return {
    done: done
      .filter(isObject)
      .map((entry) => ({ ...parseFile(entry), unreadable: entry['unreadable'] === true })),
    ...(isObject(current) ? { current: { ...parseFile(current), next: Number(current['next'] ?? 0) } } : {}),
    live: offset?.['live'] === true,
  };
}

/** The JSON of a checkpoint, as the ledger stores it; `parseFilesOffset` reads it again. */
export function storedOffset({ done, current, live }: FilesOffset): Offset {
  return {
    done: done.map((file) => ({ ...storedFile(file), ...(file.unreadable ? { unreadable: true } : {}) })),
    ...(current === undefined ? {} : { current: { ...storedFile(current), next: current.next } }),
    ...(live ? { live } : {}),
  };
}

const storedFile = ({ name, bytes, hash, size, modified, changed }: HashedFile): JsonObject => ({
  name,
  ...(bytes === undefined ? {} : { bytes }),
  hash,
  size,
  modified,
  ...(changed === undefined ? {} : { changed }),
});

function parseFile(entry: JsonObject): HashedFile {
  const [changed, bytes] = [entry['changed'], entry['bytes']];
  return {
    name: text(entry['name']),
    ...(typeof bytes === 'string' ? { bytes } : {}),
    hash: text(entry['hash']),
    size: Number(entry['size']),
    modified: text(entry['modified']),
    ...(typeof changed === 'string' ? { changed } : {}),
  };
}

const text = (value: JsonValue | undefined): string => (typeof value === 'string' ? value : '');
