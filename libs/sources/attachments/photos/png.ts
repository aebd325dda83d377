import { crc32 } from 'node:zlib';
import { type KeptExif, readExif, writeExif } from './exif.js';
import { type Stripped, UnreadablePhoto } from './stripped.js';

const SIGNATURE_BYTES = 8;
/** Chunks that decide how the pixels look (PNG third edition, 11). Texts, times and what is not known are metadata. */
const KEPT: ReadonlySet<string> = new Set(
  'IHDR PLTE IDAT IEND tRNS cHRM gAMA iCCP sBIT sRGB cICP mDCV cLLI bKGD hIST pHYs sPLT acTL fcTL fdAT'.split(
    ' ',
  ),
);

/** Strips a PNG of all metadata but orientation and time, and copies the compressed pixels byte by byte. Throws UnreadablePhoto. */
export function stripPng(photo: Buffer): Stripped {
  const parts: Buffer[] = [photo.subarray(0, SIGNATURE_BYTES)];
  let exif: KeptExif = {};
  for (let at = SIGNATURE_BYTES, type = ''; type !== 'IEND';) {
    if (at + 12 > photo.length) throw new UnreadablePhoto();
    const next = at + 12 + photo.readUInt32BE(at);
    if (next > photo.length) throw new UnreadablePhoto();
    type = photo.subarray(at + 4, at + 8).toString('latin1');
    if (KEPT.has(type)) parts.push(photo.subarray(at, next));
    if (type === 'eXIf') exif = readExif(photo.subarray(at + 8, next - 4));
    at = next;
  }
  const tiff = writeExif(exif);
  if (tiff !== undefined) parts.splice(2, 0, chunk('eXIf', tiff)); // after IHDR
  return { bytes: Buffer.concat(parts), ...(exif.takenAt ? { takenAt: exif.takenAt } : {}) };
}

function chunk(type: string, data: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  check.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, check]);
}
