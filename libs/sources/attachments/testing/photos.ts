import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * A picture of 16 × 12 invented pixels. `gps.*` hold a place in Exif (51°30' N) and in XMP, an artist, and the time 2025-11-04 10:12;
 * `plain.jpg` holds nothing.
 */
export const photo = (name: string): Buffer => readFileSync(join(__dirname, 'photos', name));

/** The place that the pictures and films below hold, to look for in what is stored. */
export const PLACE = 'N 51 30 26, a home';

/** Exif as a phone writes it: orientation, time, and a directory of GPS tags (Exif 2.32, 4.6.6) with PLACE in it. */
export function exifWithPlace(order: 'II' | 'MM', orientation: number, time: string): Buffer {
  const number = (value: number, bytes: number): Buffer => {
    const out = Buffer.alloc(bytes);
    if (order === 'II') out.writeUIntLE(value, 0, bytes);
    else out.writeUIntBE(value, 0, bytes);
    return out;
  };
  const entry = (tag: number, type: number, count: number, value: Buffer): Buffer =>
    Buffer.concat([number(tag, 2), number(type, 2), number(count, 4), value]);
  const directory = (...entries: readonly Buffer[]): Buffer =>
    Buffer.concat([number(entries.length, 2), ...entries, number(0, 4)]);
  const text = 'ASCII\0\0\0' + PLACE;
  const [first, exif, gps, when, area] = [8, 50, 68, 98, 118];
  const turned = Buffer.concat([number(orientation, 2), number(0, 2)]);
  return Buffer.concat([
    Buffer.from(order),
    number(42, 2),
    number(first, 4),
    directory(
      entry(0x0112, 3, 1, turned),
      entry(0x8769, 4, 1, number(exif, 4)),
      entry(0x8825, 4, 1, number(gps, 4)),
    ),
    directory(entry(0x9003, 2, 20, number(when, 4))),
    directory(entry(0x0001, 2, 2, Buffer.from('N\0\0\0')), entry(0x001b, 7, text.length, number(area, 4))),
    Buffer.from(`${time}\0`),
    Buffer.from(text),
  ]);
}

/** `plain.jpg` with Exif, a comment, and a second picture after its end, as phones append one. */
export function jpegWithPlace(
  order: 'II' | 'MM' = 'II',
  orientation = 6,
  time = '2025:11:04 10:12:00',
): Buffer {
  const plain = photo('plain.jpg');
  const segment = (marker: number, body: Buffer): Buffer =>
    Buffer.concat([Buffer.from([0xff, marker, (body.length + 2) >> 8, (body.length + 2) & 255]), body]);
  const exif = segment(
    0xe1,
    Buffer.concat([Buffer.from('Exif\0\0'), exifWithPlace(order, orientation, time)]),
  );
  const [start, rest] = [plain.subarray(0, 2), plain.subarray(2)];
  return Buffer.concat([start, exif, segment(0xfe, Buffer.from(PLACE)), rest, start, exif, rest]);
}

/** From the first scan on: the compressed pixels. */
export const pixels = (jpeg: Buffer): Buffer =>
  jpeg.subarray(jpeg.indexOf(Buffer.from([0xff, 0xda])), jpeg.indexOf(Buffer.from([0xff, 0xd9])) + 2);

/** A film without frames whose user data names a place, as phones write it. */
export function filmWithPlace(): Buffer {
  const box = (type: string, ...body: readonly Buffer[]): Buffer => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(8 + body.reduce((sum, part) => sum + part.length, 0));
    return Buffer.concat([length, Buffer.from(type, 'latin1'), ...body]);
  };
  const place = box('udta', box('\u00a9xyz', Buffer.from(PLACE)));
  return Buffer.concat([
    box('ftyp', Buffer.from('isom\0\0\0\0isom')),
    box('moov', box('mvhd', Buffer.alloc(100)), box('trak', box('tkhd', Buffer.alloc(84)), place), place),
    box('mdat', Buffer.from('frames')),
  ]);
}
