import { blankBox, boxesIn } from './boxes.js';
import type { Stripped } from './stripped.js';

const METADATA: ReadonlySet<string> = new Set(['udta', 'meta', 'uuid']);

/**
 * Turns the user data and metadata boxes of an MP4 or QuickTime file, where phones write the place, into free space. It does not look for a
 * track of positions, as action cameras write one. Throws UnreadablePhoto.
 */
export function stripFilm(film: Buffer): Stripped {
  const bytes = Buffer.from(film);
  blankMetadata(bytes);
  return { bytes };
}

/**
 * Turns metadata boxes into free space, in place: those in `moov`, in each `trak`, and `udta` and `uuid` at the top. A `meta` at the top is a
 * picture's index and stays. Throws UnreadablePhoto.
 */
export function blankMetadata(bytes: Buffer): void {
  for (const top of boxesIn(bytes, 0, bytes.length)) {
    if (top.type === 'uuid' || top.type === 'udta') blankBox(bytes, top);
    if (top.type !== 'moov') continue;
    for (const box of boxesIn(bytes, top.body, top.end)) {
      if (METADATA.has(box.type)) blankBox(bytes, box);
      if (box.type !== 'trak') continue;
      for (const inner of boxesIn(bytes, box.body, box.end))
        if (METADATA.has(inner.type)) blankBox(bytes, inner);
    }
  }
}
