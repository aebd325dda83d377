import type { SourceBatch } from '../source.js';

/**
 * What somebody should look at in a drop folder, though the stream reads on. `kept`: why files that are read could not be archived, a code for
 * each. `unmatched`: how many files no stream reads. The code is that of what is worse.
 */
export function remarkOn(kept: readonly string[], unmatched: number): Pick<SourceBatch, 'remark'> {
  const notArchived = `${files(kept.length)} read and cannot be moved out of the drop folder: ${kept[0]}`;
  const notRead = `${files(unmatched)} read by no stream: the name matches no pattern (A is not a), or it is a link`;
  if (kept.length === 0 && unmatched === 0) return {};
  if (kept.length === 0) return { remark: { code: 'files-unmatched', message: notRead } };
  const message = unmatched === 0 ? notArchived : `${notArchived}; ${notRead}`;
  return { remark: { code: 'files-not-archived', message } };
}

const files = (count: number): string => (count === 1 ? '1 file is' : `${count} files are`);
