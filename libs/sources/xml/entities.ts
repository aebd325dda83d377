import { Unreadable } from '../text/unreadable.js';

const PREDEFINED: ReadonlyMap<string, string> = new Map([
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['apos', "'"],
]);
const REFERENCE = /&(?:#0*(\d{1,7})|#x0*([0-9a-fA-F]{1,6})|([^;&\s]{1,32}));|&/g;

/**
 * Replaces the five predefined entities and character references by what they stand for, in one pass: `&amp;lt;` is the text `&lt;`. A
 * document has no others, since a DOCTYPE is refused. Throws Unreadable `unreadable` for any other reference.
 */
export function decodeReferences(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(REFERENCE, (_all, decimal?: string, hex?: string, name?: string) => {
    const known = name === undefined ? undefined : PREDEFINED.get(name);
    if (known !== undefined) return known;
    const point = decimal !== undefined ? Number.parseInt(decimal, 10) : Number.parseInt(hex ?? '', 16);
    if (!isXmlCharacter(point)) throw new Unreadable('unreadable', 'has a reference that XML does not know');
    return String.fromCodePoint(point);
  });
}

/** XML 1.0, production 2 (Char). */
function isXmlCharacter(point: number): boolean {
  return (
    point === 0x9 ||
    point === 0xa ||
    point === 0xd ||
    (point >= 0x20 && point <= 0xd7ff) ||
    (point >= 0xe000 && point <= 0xfffd) ||
    (point >= 0x10000 && point <= 0x10ffff)
  );
}
