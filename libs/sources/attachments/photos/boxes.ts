import { UnreadablePhoto } from './stripped.js';

/** A box of the ISO base media file format (ISO/IEC 14496-12, 4.2): where it stands, and where what it holds begins and ends. */
export interface Box {
  readonly type: string;
  readonly at: number;
  readonly body: number;
  readonly end: number;
}

/** The boxes between two places, in order. Throws UnreadablePhoto where one is larger than what holds it. */
export function boxesIn(file: Buffer, from: number, to: number): readonly Box[] {
  const found: Box[] = [];
  for (let at = from; at + 8 <= to;) {
    const short = file.readUInt32BE(at);
    const type = file.subarray(at + 4, at + 8).toString('latin1');
    const body = at + (short === 1 ? 16 : 8);
    if (body > to) throw new UnreadablePhoto();
    const size = short === 0 ? to - at : short === 1 ? Number(file.readBigUInt64BE(at + 8)) : short;
    const end = at + size;
    if (end < body || end > to) throw new UnreadablePhoto();
    found.push({ type, at, body, end });
    at = end;
  }
  return found;
}

/** Makes a box of a file free space, in place: every other byte stays where offsets expect it. */
export function blank(file: Buffer, box: Box): void {
  file.write('free', box.at + 4, 'latin1');
  file.fill(0, box.body, box.end);
}
