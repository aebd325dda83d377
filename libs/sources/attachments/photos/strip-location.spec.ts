import * as fc from 'fast-check';
import { RecordError } from '#libs/model/errors.js';
import { mediaTypeOf } from '../media-type.js';
import { filmWithPlace, jpegWithPlace, photo, pixels, PLACE } from '../testing/photos.js';
import { readExif } from './exif.js';
import { stripLocation } from './strip-location.js';

const MARKS = [/A\. Tenant/, /xmpmeta|com\.adobe\.xmp/];
const GPS_IFD = 0x8825;

/** The Exif of a JPEG. */
const exifOf = (jpeg: Buffer): Buffer => jpeg.subarray(jpeg.indexOf('Exif\0\0', 0, 'latin1') + 6);

/** Tags of the first directory of big-endian TIFF. */
const tagsOf = (tiff: Buffer): readonly number[] =>
  Array.from({ length: tiff.readUInt16BE(8) }, (_, at) => tiff.readUInt16BE(10 + at * 12));

const strip = (bytes: Buffer, type: string): Buffer => Buffer.from(stripLocation(bytes, type).bytes);

test.each(['II', 'MM'] as const)('a JPEG with Exif in %s order keeps pixels, turn and time only', (order) => {
  const given = jpegWithPlace(order, 6);
  expect(given.includes(PLACE)).toBe(true);
  const { bytes, takenAt } = stripLocation(given, 'image/jpeg');
  const stripped = Buffer.from(bytes);
  expect(stripped.includes(PLACE)).toBe(false);
  expect(tagsOf(exifOf(stripped))).not.toContain(GPS_IFD);
  expect(pixels(stripped)).toEqual(pixels(photo('plain.jpg')));
  expect(stripped.subarray(-2)).toEqual(Buffer.from([0xff, 0xd9]));
  expect(stripped.indexOf(Buffer.from([0xff, 0xd9]))).toBe(stripped.length - 2); // one picture
  expect(readExif(exifOf(stripped))).toEqual({ orientation: 6, takenAt: { text: '2025:11:04 10:12:00' } });
  expect(takenAt).toEqual({ text: '2025:11:04 10:12:00' });
});

test.each([
  ['gps.jpg', 'image/jpeg'],
  ['gps-progressive.jpg', 'image/jpeg'],
  ['gps.png', 'image/png'],
  ['gps.webp', 'image/webp'],
  ['gps.avif', 'image/avif'],
])('%s as an encoder wrote it', async (name, type) => {
  const given = photo(name);
  expect(await mediaTypeOf(given)).toBe(type);
  for (const mark of MARKS) expect(given.toString('latin1')).toMatch(mark);
  const { bytes, takenAt } = stripLocation(given, type);
  const stripped = Buffer.from(bytes);
  for (const mark of MARKS) expect(stripped.toString('latin1')).not.toMatch(mark);
  expect(takenAt).toEqual({ text: '2025:11:04 10:12:00', offset: '+00:00' });
  expect(await mediaTypeOf(stripped)).toBe(type);
  expect(strip(stripped, type)).toEqual(stripped);
});

test('what holds no metadata stays as it is', () => {
  const plain = photo('plain.jpg');
  expect(strip(plain, 'image/jpeg')).toEqual(plain);
});

test('a film loses its user data in place', () => {
  const film = filmWithPlace();
  const stripped = strip(film, 'video/mp4');
  expect(film.includes(PLACE)).toBe(true);
  expect(stripped.includes(PLACE)).toBe(false);
  expect(stripped).toHaveLength(film.length);
  expect(stripped.subarray(-6)).toEqual(film.subarray(-6));
});

test('a photo that was cut off within its pixels is kept, one cut off before them is refused', () => {
  const given = photo('gps.jpg');
  expect(strip(given.subarray(0, -20), 'image/jpeg').includes('A. Tenant')).toBe(false);
  expect(() => strip(given.subarray(0, 100), 'image/jpeg')).toThrow(RecordError);
});

test('a kind whose metadata cannot be taken out is refused, what is no picture is not touched', () => {
  expect(() => strip(Buffer.from('II*\0'), 'image/tiff')).toThrow(RecordError);
  const text = Buffer.from('%PDF-1.7');
  expect(stripLocation(text, 'application/pdf').bytes).toBe(text);
});

test.each([
  ['gps.jpg', 'image/jpeg'],
  ['gps.png', 'image/png'],
  ['gps.webp', 'image/webp'],
  ['gps.avif', 'image/avif'],
  ['gps.avif', 'video/mp4'],
])('%s spoiled anywhere and read as %s is refused or stripped, never a bug', (name, type) => {
  const given = photo(name);
  const spoiled = fc.record({
    at: fc.nat(given.length - 1),
    bytes: fc.uint8Array({ minLength: 1, maxLength: 8 }),
    length: fc.integer({ min: 12, max: given.length }),
  });
  fc.assert(
    fc.property(spoiled, ({ at, bytes, length }) => {
      const copy = Buffer.from(given);
      copy.set(bytes.subarray(0, given.length - at), at);
      try {
        strip(copy.subarray(0, length), type);
      } catch (error) {
        expect(error).toBeInstanceOf(RecordError);
      }
    }),
    { numRuns: 500 },
  );
});

const box = (type: string, ...body: readonly Buffer[]): Buffer => {
  const content = Buffer.concat(body);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(8 + content.length);
  return Buffer.concat([length, Buffer.from(type), content]);
};
const numbers = (...values: readonly number[]): Buffer => Buffer.from(values);

test.each([
  ['without length, by the million', numbers(0, 0), Array<Buffer>(200).fill(numbers(0, 1, 0, 0, 0xff, 0xff))],
  [
    'that are all of the file, again and again',
    numbers(0x44, 0),
    [numbers(0, 1, 0, 0, 0, 200), ...Array<Buffer>(200).fill(numbers(0, 0, 0, 0, 0, 0, 7, 0))],
  ],
])('a forged picture whose Exif stands in pieces %s is refused', (_, sizes, pieces) => {
  const entry = box('infe', numbers(2, 0, 0, 0, 0, 1, 0, 0), Buffer.from('Exif\0'));
  const iloc = box(
    'iloc',
    numbers(0, 0, 0, 0),
    sizes,
    numbers(0, pieces.length === 200 ? 200 : 1),
    ...pieces,
  );
  const meta = box('meta', Buffer.alloc(4), box('iinf', numbers(0, 0, 0, 0, 0, 1), entry), iloc);
  expect(() => strip(Buffer.concat([meta, Buffer.alloc(1_000)]), 'image/heic')).toThrow(RecordError);
});
