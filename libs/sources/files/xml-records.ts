import type { Readable } from 'node:stream';
import type { JsonObject } from '#libs/model/json.js';
import type { FilesSettings } from './files-settings.js';
import type { RawRecord } from '../source.js';
import { Unreadable } from '../text/unreadable.js';
import { MAX_XML_BYTES, parseXml } from '../xml/parse-xml.js';

/** The record of an XML file: the whole document is one. Throws Unreadable as `parseXml`, `too-large`, and `wrong-root`. */
export async function* xmlRecords(
  stream: Readable,
  name: string,
  settings: FilesSettings,
): AsyncGenerator<RawRecord> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MAX_XML_BYTES) throw new Unreadable('too-large', `is larger than ${MAX_XML_BYTES} bytes`);
    parts.push(chunk);
  }
  const raw = Buffer.concat(parts);
  yield { raw, value: xmlDocument(raw, settings), position: name };
}

/** The root element as the mapping reads it, with its local name in `#root`. Throws Unreadable as `parseXml`, and `wrong-root`. */
export function xmlDocument(raw: Uint8Array, settings: FilesSettings): JsonObject {
  const root = parseXml(raw, new Set(settings.repeated));
  const accepted = settings.record ?? [];
  if (accepted.length > 0 && !accepted.includes(root.name)) {
    throw new Unreadable('wrong-root', `has another root element than ${accepted.join(', ')}`);
  }
  return { ...root.value, '#root': root.name };
}
