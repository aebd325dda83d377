import { RecordError } from '#libs/model/errors.js';

/** 16 MiB: how large one attachment may be once it is decoded. */
export const MAX_ATTACHMENT_BYTES = 16 * 1024 * 1024;

/** The file that a text holds. */
export interface DecodedContent {
  readonly bytes: Uint8Array;
  /** What a `data:` URI names as its media type, in lower case. It may be any text. */
  readonly claimedType?: string;
}

const DATA_URI = /^data:([^,]{0,200}),/i;

/**
 * Decodes inline text: base64 (RFC 4648 §4, padded; line breaks and blanks are layout), or a `data:` URI (RFC 2397) in base64. Undefined
 * where the text holds no content. Throws RecordError `bad-attachment`, `attachment-too-large`.
 */
export function decodeContent(text: string, maxBytes = MAX_ATTACHMENT_BYTES): DecodedContent | undefined {
  const [start = '', type] = DATA_URI.exec(text.slice(0, 210).trimStart()) ?? [];
  const body = start === '' ? text : text.slice(text.indexOf(',') + 1);
  const [claimed = '', ...parameters] = (type ?? '').split(';').map((part) => part.trim().toLowerCase());
  if (type !== undefined && parameters.at(-1) !== 'base64')
    throw new RecordError('bad-attachment', 'The data URI is not in base64.');
  const base64 = /\s/.test(body) ? body.replace(/\s+/g, '') : body;
  if (base64 === '') return undefined;
  if (base64.length > Math.ceil(maxBytes / 3) * 4)
    throw new RecordError('attachment-too-large', `The attachment is larger than ${maxBytes} bytes.`);
  const bytes = Buffer.from(base64, 'base64');
  // Node skips what is not base64. Only a text that comes out the same was base64 throughout.
  if (bytes.toString('base64') !== base64)
    throw new RecordError('bad-attachment', 'The content is not base64.');
  if (bytes.length > maxBytes)
    throw new RecordError('attachment-too-large', `The attachment is larger than ${maxBytes} bytes.`);
  return { bytes, ...(claimed === '' ? {} : { claimedType: claimed }) };
}
