import { type KeptExif, readExif, writeExif } from './exif.js';
import { type Stripped, UnreadablePhoto } from './stripped.js';

const HEADER_BYTES = 12;
/** Chunks that decide how the pixels look (RFC 9649, 2.7). */
const KEPT: ReadonlySet<string> = new Set(['VP8 ', 'VP8L', 'VP8X', 'ALPH', 'ANIM', 'ANMF', 'ICCP']);
const [EXIF_FLAG, XMP_FLAG] = [0x08, 0x04];
const PREFIX = 'Exif\0\0';

/** Strips a WebP of all metadata but orientation and time, and copies the compressed pixels byte by byte. Throws UnreadablePhoto. */
export function stripWebp(photo: Buffer): Stripped {
  const end = 8 + photo.readUInt32LE(4);
  if (end > photo.length + 1) throw new UnreadablePhoto(); // the last padding byte may be missing
  const chunks: { readonly type: string; readonly data: Buffer }[] = [];
  let exif: KeptExif = {};
  for (let at = HEADER_BYTES; at + 8 <= end;) {
    const size = photo.readUInt32LE(at + 4);
    if (at + 8 + size > photo.length) throw new UnreadablePhoto();
    const type = photo.subarray(at, at + 4).toString('latin1');
    const data = photo.subarray(at + 8, at + 8 + size);
    if (type === 'EXIF') exif = readExif(withoutPrefix(data));
    if (KEPT.has(type)) chunks.push({ type, data });
    at += 8 + size + (size % 2);
  }
  const tiff = writeExif(exif);
  if (tiff !== undefined && chunks.some(({ type }) => type === 'VP8X'))
    chunks.push({ type: 'EXIF', data: Buffer.from(tiff) });
  const hasExif = chunks.at(-1)?.type === 'EXIF';
  const body = chunks.flatMap(({ type, data }) =>
    chunk(type, type === 'VP8X' ? flagged(data, hasExif) : data),
  );
  const size = body.reduce((sum, part) => sum + part.length, 4);
  const head = Buffer.concat([Buffer.from('RIFF'), uint32(size), Buffer.from('WEBP')]);
  return { bytes: Buffer.concat([head, ...body]), ...(exif.takenAt ? { takenAt: exif.takenAt } : {}) };
}

const withoutPrefix = (data: Buffer): Buffer =>
  data.subarray(0, PREFIX.length).toString('latin1') === PREFIX ? data.subarray(PREFIX.length) : data;

function flagged(data: Buffer, hasExif: boolean): Buffer {
  const copy = Buffer.from(data);
  copy[0] = ((copy[0] ?? 0) & ~(EXIF_FLAG | XMP_FLAG)) | (hasExif ? EXIF_FLAG : 0);
  return copy;
}

const chunk = (type: string, data: Buffer): readonly Buffer[] => [
  Buffer.from(type, 'latin1'),
  uint32(data.length),
  data,
  Buffer.alloc(data.length % 2),
];

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}
