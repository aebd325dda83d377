import { XMLParser, XMLValidator } from 'fast-xml-parser';
import type { JsonObject } from '#libs/model/json.js';
import { Unreadable } from '../text/unreadable.js';
import { decodeText } from '../text/utf8.js';
import { elementValue, type OrderedNode } from './element.js';
import { refuseDeclarations } from './markup.js';

/** 32 MiB: the whole tree is built in memory. */
export const MAX_XML_BYTES = 32 * 1024 * 1024;

/** An element as the mapping reads it: its local name, and what it holds. */
export interface XmlElement {
  readonly name: string;
  readonly value: JsonObject;
}

const parser = new XMLParser({
  preserveOrder: true,
  processEntities: false,
  parseTagValue: false,
  parseAttributeValue: false,
  removeNSPrefix: true,
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  trimValues: false,
  cdataPropName: '#cdata',
  ignoreDeclaration: true,
  ignorePiTags: true,
  jPath: false,
  onDangerousProperty: (name) => name,
});

/**
 * Parses a document and gives its root element. Names are local names; an attribute is `@name`, text is `#text`, and an element with
 * only text is that text. Elements that repeat are arrays, and those named in `repeated` always are. Text stays as it came, blanks
 * included (I8). Throws Unreadable: `too-large` above 32 MiB, `doctype` for any declaration, `not-utf8`, and `unreadable` for what is not
 * well-formed or nested more than 100 levels deep.
 */
export function parseXml(bytes: Uint8Array, repeated: ReadonlySet<string>): XmlElement {
  if (bytes.length > MAX_XML_BYTES)
    throw new Unreadable('too-large', `is larger than ${MAX_XML_BYTES} bytes`);
  const xml = decodeText(bytes, xmlEncoding(bytes));
  refuseDeclarations(xml);
  const verdict = ofLibrary(() => XMLValidator.validate(xml));
  if (verdict !== true) {
    const { code, line, col } = verdict.err; // its `msg` quotes the document
    throw new Unreadable('unreadable', `is not well-formed XML: ${code} at ${line}:${col ?? 0}`);
  }
  const roots = ofLibrary(() => parser.parse(xml) as readonly OrderedNode[]).filter(
    (node) => !('#text' in node),
  );
  const [root] = roots;
  if (root === undefined || roots.length > 1)
    throw new Unreadable('unreadable', 'does not have one root element');
  return elementValue(root, repeated);
}

/** Whatever the library throws is said of the document; its messages quote it (I10). */
function ofLibrary<Result>(work: () => Result): Result {
  try {
    return work();
  } catch {
    throw new Unreadable('unreadable', 'is not XML that can be read');
  }
}

/**
 * XML 1.0, appendix F: byte order mark, else the declaration, else UTF-8. A declaration that can be read byte by byte is not UTF-16, whatever
 * it says: such a document was converted on its way, and is UTF-8.
 */
export function xmlEncoding(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  const start = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, 200)).toString('latin1');
  if (start.startsWith('\xef\xbb\xbf')) return 'utf-8';
  const declared = /^<\?xml[^>]*?\sencoding\s*=\s*["']([\w.:-]+)["']/.exec(start)?.[1] ?? 'utf-8';
  return /^(?:utf-?16|utf-?32|ucs-?2|ucs-?4|iso-10646-ucs)/i.test(declared) ? 'utf-8' : declared;
}
