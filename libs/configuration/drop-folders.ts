import { realpathSync } from 'node:fs';
import { resolve } from 'node:path';
import type { FilePlace } from '#libs/model/errors.js';
import type { FilesSettings } from '#libs/sources/files/files-settings.js';
import { commonName } from './common-name.js';
import type { ConnectorSpec, StreamSpec } from './configuration.js';
import type { Problems } from './problems.js';

/** A stream that reads files, and where its pattern stands. */
export interface DropStream {
  /** `finance-ubl/documents` */
  readonly name: string;
  readonly source: FilesSettings;
  readonly place: FilePlace;
}

/**
 * Adds a problem `streams-overlap` for each stream that could read a file of one before it: whichever came first would read the file and move
 * it away, and the other would never see it.
 */
export function refuseOverlaps(streams: readonly DropStream[], problems: Problems): void {
  for (const [at, { name, source, place }] of streams.entries())
    for (const other of streams.slice(0, at)) {
      if (folderOf(other.source) !== folderOf(source)) continue;
      const example = commonName(other.source.pattern, source.pattern);
      if (example === undefined) continue;
      problems.add(
        'streams-overlap',
        `${name} and ${other.name} would both read a file "${example}" of this folder.`,
        place,
        'Give each stream a pattern of its own, or a folder of its own.',
      );
    }
}

/** The same connectors; each stream that reads files knows the patterns of the others that read its folder. */
export function withOtherPatterns(connectors: readonly ConnectorSpec[]): readonly ConnectorSpec[] {
  const all = connectors
    .flatMap(({ streams }) => streams)
    .flatMap(({ source }) => (source.kind === 'files' ? [source] : []));
  const informed = (stream: StreamSpec): StreamSpec => {
    const { source } = stream;
    if (source.kind !== 'files') return stream;
    const otherPatterns = all
      .filter((other) => other !== source && folderOf(other) === folderOf(source))
      .map(({ pattern }) => pattern);
    return otherPatterns.length === 0 ? stream : { ...stream, source: { ...source, otherPatterns } };
  };
  return connectors.map((connector) => ({ ...connector, streams: connector.streams.map(informed) }));
}

/** One name for a folder, whatever links lead to it. Where it is not there yet, the path as it is set. */
function folderOf({ folder }: FilesSettings): string {
  try {
    return realpathSync(folder);
  } catch {
    return resolve(folder);
  }
}
