import { RecordError } from '#libs/model/errors.js';
import { errno } from '../../errno.js';
import { stripFilm } from './film.js';
import { stripHeif } from './heif.js';
import { stripJpeg } from './jpeg.js';
import { stripPng } from './png.js';
import { type Stripped, UnreadablePhoto } from './stripped.js';
import { stripWebp } from './webp.js';

const STRIP: ReadonlyMap<string, (bytes: Buffer) => Stripped> = new Map([
  ['image/jpeg', stripJpeg],
  ['image/png', stripPng],
  ['image/apng', stripPng],
  ['image/webp', stripWebp],
  ['image/heic', stripHeif],
  ['image/heif', stripHeif],
  ['image/heic-sequence', stripHeif],
  ['image/heif-sequence', stripHeif],
  ['image/avif', stripHeif],
  ['video/mp4', stripFilm],
  ['video/quicktime', stripFilm],
  ['video/x-m4v', stripFilm],
  ['video/3gpp', stripFilm],
  ['video/3gpp2', stripFilm],
]);
/** A length in the file points past its end. */
const OUTSIDE: ReadonlySet<string> = new Set(['ERR_OUT_OF_RANGE', 'ERR_BUFFER_OUT_OF_BOUNDS']);
/** No camera writes these. */
const NO_PHOTOS: ReadonlySet<string> = new Set(['image/gif', 'image/bmp', 'image/x-icon', 'image/vnd.dwg']);

/**
 * Takes out of a picture or film where it was taken, and all other metadata but orientation and time. Nothing is compressed again.
 * Any other file is given back as it is. Throws RecordError `bad-attachment` where the file is broken, or of a kind whose metadata
 * cannot be taken out (TIFF, raw).
 */
export function stripLocation(bytes: Uint8Array, mediaType: string): Stripped {
  const strip = STRIP.get(mediaType);
  if (strip === undefined) {
    if (!mediaType.startsWith('image/') || NO_PHOTOS.has(mediaType)) return { bytes };
    throw new RecordError(
      'bad-attachment',
      `Location data cannot be taken out of ${mediaType}: send JPEG, PNG, WebP or HEIC.`,
    );
  }
  try {
    return strip(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
  } catch (error) {
    if (!(error instanceof UnreadablePhoto || OUTSIDE.has(errno(error)))) throw error;
    throw new RecordError('bad-attachment', `The file begins as ${mediaType}, and cannot be read as such.`);
  }
}
