import { fileTypeFromBuffer } from 'file-type';

/** The media type of bytes that do not tell what they are. */
export const UNKNOWN_TYPE = 'application/octet-stream';

/** The media type of a file by its own content, whatever its sender says. `UNKNOWN_TYPE` where the content does not tell; never throws for it. */
export async function mediaTypeOf(bytes: Uint8Array): Promise<string> {
  try {
    return (await fileTypeFromBuffer(bytes))?.mime ?? UNKNOWN_TYPE;
  } catch {
    return UNKNOWN_TYPE; // the library looks into containers, and a forged file may break it (I11)
  }
}
