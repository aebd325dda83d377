import { type Box, boxesIn } from './boxes.js';
import { readExif, writeExif, type KeptExif } from './exif.js';
import { blankMetadata } from './film.js';
import { itemExtents, itemTypes, type Extent } from './heif-items.js';
import { type Stripped, UnreadablePhoto } from './stripped.js';

/** A TIFF block without entries. */
const NOTHING = Buffer.from([0x4d, 0x4d, 0, 42, 0, 0, 0, 8, 0, 0, 0, 0, 0, 0]);
const FULL_BOX_BYTES = 4;

/**
 * Strips a HEIC, HEIF or AVIF picture of all metadata but orientation and time (ISO/IEC 23008-12, annex A). It overwrites Exif and XMP items
 * where they stand, so that no offset changes. Throws UnreadablePhoto.
 */
export function stripHeif(photo: Buffer): Stripped {
  const bytes = Buffer.from(photo);
  blankMetadata(bytes);
  const meta = boxesIn(bytes, 0, bytes.length).find(({ type }) => type === 'meta');
  if (meta === undefined) throw new UnreadablePhoto();
  const inside = boxesIn(bytes, meta.body + FULL_BOX_BYTES, meta.end);
  const types = itemTypes(bytes, boxNamed(inside, 'iinf'));
  const extents = itemExtents(
    bytes,
    boxNamed(inside, 'iloc'),
    inside.find(({ type }) => type === 'idat')?.body,
  );
  let exif: KeptExif = {};
  for (const [item, type] of types) {
    if (type !== 'mime' && type !== 'Exif') continue;
    const itemBytes = extents.get(item) ?? [];
    if (itemBytes.some(({ from, to }) => !(to > from))) throw new UnreadablePhoto();
    const size = itemBytes.reduce((sum, { from, to }) => sum + to - from, 0);
    if (size > bytes.length) throw new UnreadablePhoto(); // the same bytes again and again: more than memory holds
    if (type === 'Exif') exif = { ...overwriteExif(bytes, itemBytes), ...exif };
    else for (const { from, to } of itemBytes) bytes.fill(0x20, from, to);
  }
  return { bytes, ...(exif.takenAt ? { takenAt: exif.takenAt } : {}) };
}

/** Overwrites an Exif item with what is kept of it. Its first four bytes say how far behind them the TIFF header stands. */
function overwriteExif(bytes: Buffer, extents: readonly Extent[]): KeptExif {
  const data = Buffer.concat(extents.map(({ from, to }) => bytes.subarray(from, to)));
  const kept = data.length < 4 ? {} : readExif(data.subarray(4 + data.readUInt32BE(0)));
  const clean = Buffer.concat([Buffer.alloc(4), writeExif(kept) ?? NOTHING]);
  const written = Buffer.alloc(data.length);
  if (clean.length <= written.length) clean.copy(written);
  let at = 0;
  for (const { from, to } of extents) at += written.copy(bytes, from, at, at + to - from);
  return kept;
}

function boxNamed(boxes: readonly Box[], type: string): Box {
  const found = boxes.find((box) => box.type === type);
  if (found === undefined) throw new UnreadablePhoto();
  return found;
}
