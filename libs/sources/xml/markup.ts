import { Unreadable } from '../text/unreadable.js';

const SECTIONS = [
  ['<!--', '-->'],
  ['<![CDATA[', ']]>'],
  ['<?', '?>'],
] as const;
// XML 1.0, production 2: a document may hold none of these, not even in CDATA.
// oxlint-disable-next-line no-control-regex -- control characters are what it looks for
const FORBIDDEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/;

/**
 * Refuses what must not reach the parser. Throws Unreadable `doctype` for a DOCTYPE or any other declaration, wherever it stands, since the
 * parser would read one even inside the document. Throws `unreadable` for control characters, sections without an end, and text after
 * the last tag, which neither the parser nor its validator sees.
 */
export function refuseDeclarations(xml: string): void {
  if (FORBIDDEN.test(xml)) throw new Unreadable('unreadable', 'has a control character');
  for (let at = nextMarkup(xml, 0); at >= 0;) {
    const section = SECTIONS.find(([opening]) => xml.startsWith(opening, at));
    if (section === undefined) throw new Unreadable('doctype', 'has a DOCTYPE or another declaration');
    const [opening, closing] = section;
    const end = xml.indexOf(closing, at + opening.length);
    if (end < 0) throw new Unreadable('unreadable', 'has a section that does not end');
    at = nextMarkup(xml, end + closing.length);
  }
  if (xml.slice(xml.lastIndexOf('>') + 1).trim() !== '')
    throw new Unreadable('unreadable', 'has text after its root element');
}

function nextMarkup(xml: string, from: number): number {
  const declaration = xml.indexOf('<!', from);
  const instruction = xml.indexOf('<?', from);
  if (declaration < 0) return instruction;
  return instruction < 0 ? declaration : Math.min(declaration, instruction);
}
