import { fileTypeFromBuffer } from 'file-type';

export const UNKNOWN_TYPE = 'application/octet-stream';

/** What the bytes are, by their own first bytes; never what anybody says they are. */
export async function mediaTypeOf(bytes: Uint8Array): Promise<string> {
  try {
    return (await fileTypeFromBuffer(bytes))?.mime ?? UNKNOWN_TYPE;
  } catch {
    return UNKNOWN_TYPE; // it looks into containers, and what comes may be made to break that (I11)
  }
}
