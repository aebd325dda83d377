import { TextDecoder } from 'node:util';
import { Unreadable } from './unreadable.js';

/** The text of UTF-8 bytes, without a byte order mark. Throws Unreadable `not-utf8`: a wrong byte is never replaced by a guess (I7). */
export function utf8(bytes: Uint8Array): string {
  return decodeText(bytes, 'utf-8');
}

/** The text of bytes in a named encoding. Throws Unreadable `unreadable` for an unknown encoding, `not-utf8` for bytes that do not fit it. */
export function decodeText(bytes: Uint8Array, encoding: string): string {
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
