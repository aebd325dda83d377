import { UnreadablePhoto } from './stripped.js';

/** A box of the ISO base media file format (ISO/IEC 14496-12, 4.2). Places are bytes from the beginning of the file. */
export interface Box {
  /** Four characters. */
  readonly type: string;
  /** Where its header begins. */
  readonly at: number;
  /** Where its content begins. */
  readonly body: number;
  /** Where it ends. */
  readonly end: number;
}

/** The boxes between two places of a file, in order. Throws UnreadablePhoto where a box is larger than what holds it. */
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

/** Turns a box into free space, in place, so that every other byte stays where offsets expect it. */
export function blankBox(file: Buffer, box: Box): void {
  file.write('free', box.at + 4, 'latin1');
  file.fill(0, box.body, box.end);
}
