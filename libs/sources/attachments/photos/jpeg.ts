import { type KeptExif, readExif, writeExif } from './exif.js';
import { type Stripped, UnreadablePhoto } from './stripped.js';

const [SOI, EOI, SOS, APP0, APP1, APP2, APP14, APP15, COM] = [
  0xd8, 0xd9, 0xda, 0xe0, 0xe1, 0xe2, 0xee, 0xef, 0xfe,
];
const EXIF = 'Exif\0\0';
/** Segments that decide how the pixels look (T.871, ICC.1 annex B, T.872). */
const KEPT: ReadonlyMap<number, string> = new Map([
  [APP0, 'JFIF\0'],
  [APP2, 'ICC_PROFILE\0'],
  [APP14, 'Adobe'],
]);

/**
 * Strips a JPEG of all metadata but orientation and time. It writes Exif anew, and drops XMP, IPTC, maker notes, thumbnails, comments and
 * whatever stands after the end (a phone's further pictures, films). It copies the compressed pixels byte by byte (ITU T.81, B.1).
 * Throws UnreadablePhoto.
 */
export function stripJpeg(photo: Buffer): Stripped {
  if (photo.readUInt16BE(0) !== 0xff00 + SOI) throw new UnreadablePhoto();
  const parts: Buffer[] = [];
  let exif: KeptExif = {};
  let at = 2;
  for (;;) {
    const { marker, from, next, isEnd } = segment(photo, at);
    if (isEnd) break;
    const body = photo.subarray(from + 4, next);
    if (marker === APP1 && starts(body, EXIF)) exif = { ...readExif(body.subarray(EXIF.length)), ...exif };
    if (isKept(marker, body)) parts.push(photo.subarray(from, next));
    at = next;
    if (marker === SOS) {
      const end = scanEnd(photo, at);
      parts.push(photo.subarray(at, end));
      at = end;
    }
  }
  const [head, tail] = [parts.filter(isJfif), parts.filter((part) => !isJfif(part))];
  const start = Buffer.from([0xff, SOI]);
  const whole = Buffer.concat([start, ...head, ...exifSegment(exif), ...tail, Buffer.from([0xff, EOI])]);
  return { bytes: whole, ...(exif.takenAt ? { takenAt: exif.takenAt } : {}) };
}

interface Segment {
  readonly marker: number;
  readonly from: number;
  readonly next: number;
  readonly isEnd: boolean;
}

/** The marker segment at `at`. A photo that was cut off ends where it ends. */
function segment(photo: Buffer, at: number): Segment {
  if (at >= photo.length) return { marker: EOI, from: at, next: at, isEnd: true };
  let from = at;
  if (photo[from] !== 0xff) throw new UnreadablePhoto();
  while (photo[from + 1] === 0xff) from += 1; // fill bytes
  const marker = photo[from + 1];
  if (marker === undefined || marker === EOI) return { marker: EOI, from, next: from + 2, isEnd: true };
  const isBare = marker <= 0x01 || (marker >= 0xd0 && marker <= SOI);
  if (isBare || from + 4 > photo.length) throw new UnreadablePhoto();
  const next = from + 2 + photo.readUInt16BE(from + 2);
  if (next < from + 4 || next > photo.length) throw new UnreadablePhoto();
  return { marker, from, next, isEnd: false };
}

/** Entropy-coded data ends at the first marker that is neither a stuffed byte nor a restart. */
function scanEnd(photo: Buffer, start: number): number {
  for (let at = photo.indexOf(0xff, start); at >= 0; at = photo.indexOf(0xff, at + 1)) {
    const marker = photo[at + 1] ?? 0;
    if (marker !== 0 && marker !== 0xff && !(marker >= 0xd0 && marker <= 0xd7)) return at;
  }
  return photo.length;
}

function isKept(marker: number, body: Buffer): boolean {
  const isMetadata = (marker >= APP0 && marker <= APP15) || marker === COM;
  const start = KEPT.get(marker);
  return !isMetadata || (start !== undefined && starts(body, start));
}

const starts = (body: Buffer, text: string): boolean =>
  body.subarray(0, text.length).toString('latin1') === text;
const isJfif = (part: Buffer): boolean => part[0] === 0xff && part[1] === APP0;

function exifSegment(kept: KeptExif): readonly Buffer[] {
  const tiff = writeExif(kept);
  if (tiff === undefined) return [];
  const body = Buffer.concat([Buffer.from(EXIF, 'latin1'), tiff]);
  return [Buffer.from([0xff, APP1, (body.length + 2) >> 8, (body.length + 2) & 0xff]), body];
}
