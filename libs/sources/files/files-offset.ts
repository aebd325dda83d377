import { isObject, type JsonObject, type JsonValue } from '#libs/model/json.js';
import type { Offset } from '../source.js';

/** A file as its folder shows it. A file with the same name and another size or time is another arrival. */
export interface FileStamp {
  readonly name: string;
  readonly size: number;
  /** Modification time in nanoseconds since 1970, as text. */
  readonly modified: string;
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

/** Tells whether two stamps are of one arrival. */
export const sameFile = (a: FileStamp, b: FileStamp): boolean =>
  a.name === b.name && a.size === b.size && a.modified === b.modified;

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

const storedFile = ({ name, hash, size, modified }: HashedFile): JsonObject => ({
  name,
  hash,
  size,
  modified,
});

const parseFile = (entry: JsonObject): HashedFile => ({
  name: text(entry['name']),
  hash: text(entry['hash']),
  size: Number(entry['size']),
  modified: text(entry['modified']),
});

const text = (value: JsonValue | undefined): string => (typeof value === 'string' ? value : '');
