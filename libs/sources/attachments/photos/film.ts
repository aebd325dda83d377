import { blank, boxesIn } from './boxes.js';
import type { Stripped } from './stripped.js';

const METADATA: ReadonlySet<string> = new Set(['udta', 'meta', 'uuid']);

/**
 * An MP4 or QuickTime file whose user data and metadata boxes, where phones write the place, are free space. A track of positions, as action
 * cameras write one, is not looked for.
 */
export function stripFilm(film: Buffer): Stripped {
  const bytes = Buffer.from(film);
  blankMetadata(bytes);
  return { bytes };
}

/** In place: `moov`, each `trak`, and the top. A picture's own `meta` at the top is its index and stays. */
export function blankMetadata(bytes: Buffer): void {
  for (const top of boxesIn(bytes, 0, bytes.length)) {
    if (top.type === 'uuid' || top.type === 'udta') blank(bytes, top);
    if (top.type !== 'moov') continue;
    for (const box of boxesIn(bytes, top.body, top.end)) {
      if (METADATA.has(box.type)) blank(bytes, box);
      if (box.type !== 'trak') continue;
      for (const own of boxesIn(bytes, box.body, box.end)) if (METADATA.has(own.type)) blank(bytes, own);
    }
  }
}
