import { type Box, boxesIn } from './boxes.js';
import { UnreadablePhoto } from './stripped.js';

/** A run of bytes of the file that belongs to an item. */
export interface Extent {
  readonly from: number;
  readonly to: number;
}

/** No camera cuts a picture into so many pieces. A forged file states billions, which take no room in it. */
const MOST_EXTENTS = 10_000;

/** Item id → type, out of the box `iinf` (ISO/IEC 14496-12, 8.11.6). Throws UnreadablePhoto. */
export function itemTypes(file: Buffer, iinf: Box): ReadonlyMap<number, string> {
  const first = iinf.body + 4 + (file[iinf.body] === 0 ? 2 : 4);
  return new Map(
    boxesIn(file, first, iinf.end).map(({ body }) => {
      const version = file[body] ?? 0;
      if (version < 2) throw new UnreadablePhoto();
      const idBytes = version === 2 ? 2 : 4;
      const type = body + 4 + idBytes + 2;
      return [file.readUIntBE(body + 4, idBytes), file.subarray(type, type + 4).toString('latin1')];
    }),
  );
}

/**
 * Item id → where its bytes stand, out of the box `iloc` (8.11.3). `idat` is where the content of the box of that name begins. An extent that
 * lies outside the file or in another item has NaN. Throws UnreadablePhoto.
 */
export function itemExtents(
  file: Buffer,
  iloc: Box,
  idat: number | undefined,
): ReadonlyMap<number, readonly Extent[]> {
  let at = iloc.body + 4;
  const take = (bytes: number): number => {
    if (at + bytes > iloc.end) throw new UnreadablePhoto();
    const value =
      bytes === 0 ? 0 : bytes === 8 ? Number(file.readBigUInt64BE(at)) : file.readUIntBE(at, bytes);
    at += bytes;
    return value;
  };
  const version = file[iloc.body] ?? 0;
  const sizes = take(2);
  const [offsetBytes, lengthBytes, baseBytes] = [sizes >> 12, (sizes >> 8) & 15, (sizes >> 4) & 15];
  const indexBytes = version === 0 ? 0 : sizes & 15;
  if ([offsetBytes, lengthBytes, baseBytes, indexBytes].some((size) => ![0, 4, 8].includes(size)))
    throw new UnreadablePhoto();
  const wide = version < 2 ? 2 : 4;
  const items = new Map<number, readonly Extent[]>();
  let total = 0;
  for (let left = take(wide); left > 0; left -= 1) {
    const id = take(wide);
    const method = version === 0 ? 0 : take(2) & 15;
    take(2);
    const base = take(baseBytes) + originOf(method, idat);
    const extents: Extent[] = [];
    for (let count = take(2); count > 0; count -= 1) {
      if ((total += 1) > MOST_EXTENTS) throw new UnreadablePhoto();
      take(indexBytes);
      const from = base + take(offsetBytes);
      const to = from + take(lengthBytes);
      extents.push({ from, to: to > file.length ? Number.NaN : to });
    }
    items.set(id, extents);
  }
  return items;
}

/** Where offsets count from. NaN where the bytes stand in another item: whoever needs such an extent finds that it cannot be used. */
const originOf = (method: number, idat: number | undefined): number =>
  method === 0 ? 0 : method === 1 && idat !== undefined ? idat : Number.NaN;
