import { TextDecoder } from 'node:util';
import { Unreadable } from './unreadable.js';

/** Text of UTF-8 bytes, without a byte order mark. A wrong byte is never replaced by a guess (I7). */
export function utf8(bytes: Uint8Array): string {
  return decode(bytes, 'utf-8');
}

/** Text in a named encoding. An encoding that is not known is refused. */
export function decode(bytes: Uint8Array, encoding: string): string {
  let decoder: TextDecoder;
  try {
    decoder = new TextDecoder(encoding, { fatal: true });
  } catch {
    throw new Unreadable('unreadable', 'names an encoding that is not known');
  }
  try {
    return decoder.decode(bytes);
  } catch {
    throw new Unreadable('not-utf8', `is not text in the encoding ${decoder.encoding}`);
  }
}
