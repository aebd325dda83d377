/** What is kept of the Exif data of a photo: how to turn it, and when it was taken. */
export interface KeptExif {
  /** 1 to 8, Exif tag 0x0112. */
  readonly orientation?: number;
  /** `2025:11:04 10:12:00` as the camera wrote it, tag 0x9003, and its offset `+01:00`, tag 0x9011. */
  readonly takenAt?: { readonly text: string; readonly offset?: string };
}

const ORIENTATION = 0x0112;
const EXIF_IFD = 0x8769;
const DATE_TIME_ORIGINAL = 0x9003;
const OFFSET_TIME_ORIGINAL = 0x9011;
const [ASCII, SHORT, LONG] = [2, 3, 4];
const ENTRY_BYTES = 12;

/** Reads what is kept out of a TIFF block (Exif 2.32, 4.6.2). It throws nothing for what came: what cannot be read is not kept. */
export function readExif(tiff: Uint8Array): KeptExif {
  const view = new DataView(tiff.buffer, tiff.byteOffset, tiff.byteLength);
  try {
    const order = view.getUint16(0);
    if (order !== 0x4949 && order !== 0x4d4d) return {};
    const isLittleEndian = order === 0x4949;
    const first = entries(view, view.getUint32(4, isLittleEndian), isLittleEndian);
    const orientation = first.get(ORIENTATION);
    const turn = orientation === undefined ? 0 : view.getUint16(orientation + 8, isLittleEndian);
    const pointer = first.get(EXIF_IFD);
    const taken =
      pointer === undefined
        ? undefined
        : takenAt(tiff, view.getUint32(pointer + 8, isLittleEndian), isLittleEndian);
    return {
      ...(turn >= 1 && turn <= 8 ? { orientation: turn } : {}),
      ...(taken ? { takenAt: taken } : {}),
    };
  } catch (error) {
    if (error instanceof RangeError) return {};
    throw error;
  }
}

/** Writes a TIFF block that holds only what is kept; undefined where nothing is. */
export function writeExif({ orientation, takenAt }: KeptExif): Uint8Array | undefined {
  if (orientation === undefined && takenAt === undefined) return undefined;
  const short = (value: number): Buffer => Buffer.from([value >> 8, value & 0xff, 0, 0]);
  const orientationEntries =
    orientation === undefined ? [] : [entry(ORIENTATION, SHORT, 1, short(orientation))];
  const header = Buffer.from([0x4d, 0x4d, 0, 42, 0, 0, 0, 8]);
  if (takenAt === undefined) return Buffer.concat([header, directory(orientationEntries)]);
  const exifAt = header.length + 2 + (orientationEntries.length + 1) * ENTRY_BYTES + 4;
  const texts = [
    { tag: DATE_TIME_ORIGINAL, text: takenAt.text },
    ...(takenAt.offset === undefined ? [] : [{ tag: OFFSET_TIME_ORIGINAL, text: takenAt.offset }]),
  ].map(({ tag, text }) => ({ tag, bytes: Buffer.from(`${text}\0`, 'ascii') }));
  let at = exifAt + 2 + texts.length * ENTRY_BYTES + 4;
  const timeEntries = texts.map(({ tag, bytes }) => {
    const written = entry(tag, ASCII, bytes.length, long(at));
    at += bytes.length;
    return written;
  });
  const first = directory([...orientationEntries, entry(EXIF_IFD, LONG, 1, long(exifAt))]);
  return Buffer.concat([header, first, directory(timeEntries), ...texts.map(({ bytes }) => bytes)]);
}

/** Tag → where its entry stands. */
function entries(view: DataView, at: number, isLittleEndian: boolean): ReadonlyMap<number, number> {
  const count = view.getUint16(at, isLittleEndian);
  const places = Array.from({ length: count }, (_, index) => at + 2 + index * ENTRY_BYTES);
  return new Map(places.map((place) => [view.getUint16(place, isLittleEndian), place]));
}

function takenAt(tiff: Uint8Array, directory: number, isLittleEndian: boolean): KeptExif['takenAt'] {
  const view = new DataView(tiff.buffer, tiff.byteOffset, tiff.byteLength);
  const found = entries(view, directory, isLittleEndian);
  const text = (tag: number, length: number): string => {
    const place = found.get(tag);
    if (place === undefined || view.getUint32(place + 4, isLittleEndian) < length) return '';
    const from = view.getUint32(place + 8, isLittleEndian);
    return Buffer.from(tiff.subarray(from, from + length)).toString('latin1');
  };
  const when = text(DATE_TIME_ORIGINAL, 19);
  if (!/^\d{4}:\d\d:\d\d \d\d:\d\d:\d\d$/.test(when)) return undefined;
  const offset = text(OFFSET_TIME_ORIGINAL, 6);
  return { text: when, ...(/^[+-]\d\d:\d\d$/.test(offset) ? { offset } : {}) };
}

const long = (value: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
};

function entry(tag: number, type: number, count: number, value: Buffer): Buffer {
  return Buffer.concat([Buffer.from([tag >> 8, tag & 0xff, 0, type]), long(count), value]);
}

const directory = (entries: readonly Buffer[]): Buffer =>
  Buffer.concat([Buffer.from([0, entries.length]), ...entries, long(0)]);
