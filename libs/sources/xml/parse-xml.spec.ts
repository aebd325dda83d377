import { Unreadable } from '../text/unreadable.js';
import { parseXml } from './parse-xml.js';

const parse = (xml: string | Uint8Array, ...repeated: string[]) =>
  parseXml(typeof xml === 'string' ? Buffer.from(xml) : xml, new Set(repeated));
const codeOf = (xml: string | Uint8Array): unknown => {
  try {
    return parse(xml).value;
  } catch (error) {
    return error instanceof Unreadable ? error.code : error;
  }
};

test('local names, attributes, text as it came, arrays where they are declared or repeat', () => {
  const xml = `\ufeff<?xml version="1.0"?><!-- c --><a:order xmlns="u" xmlns:a="v" a:no='007'>
    <a:code> 007 </a:code><b:amount xmlns:b="w" currency="GBP">1.50</b:amount><line><n>1</n></line><note/>
    <part>1</part><part>2</part><?pi x?></a:order>`;
  expect(parse(xml, 'line')).toEqual({
    name: 'order',
    value: {
      '@no': '007',
      code: ' 007 ',
      amount: { '@currency': 'GBP', '#text': '1.50' },
      line: [{ n: '1' }],
      note: '',
      part: ['1', '2'],
    },
  });
});

test('references are decoded once, CDATA is text as it stands', () => {
  const { value } = parse(
    `<a x="&lt;&#163;"><b>R&amp;D &amp;lt; &#x41;&#x1F6A7;</b><c>1<![CDATA[<x>&amp;]]>2</c></a>`,
  );
  expect(value).toEqual({ '@x': '<£', b: 'R&D &lt; A🚧', c: '1<x>&amp;2' });
});

test('leading zeros of a character reference change nothing', () => {
  expect(parse('<a><b>&#0000000065;&#x000000041;&#00000000000000000000163;</b></a>').value).toEqual({
    b: 'AA£',
  });
  expect(codeOf('<a>&#0000000000;</a>')).toBe('unreadable');
});

test('names that JavaScript knows are names, or refused; never a prototype', () => {
  expect(codeOf('<a><__proto__><x>1</x></__proto__></a>')).toBe('unreadable');
  expect(codeOf('<a><toString>1</toString></a>')).toEqual({ toString: '1' });
});

test.each([
  ['<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>', 'doctype'],
  ['<!doctype a><a/>', 'doctype'],
  ['<!-- x --><!DOCTYPE a SYSTEM "file:///etc/hostname"><a/>', 'doctype'],
  ['<a><!ENTITY x "y"></a>', 'doctype'],
  ['<a>&x;</a>', 'unreadable'],
  ['<a>&#0;</a>', 'unreadable'],
  ['<a>&#xD800;</a>', 'unreadable'],
  ['<a>x & y</a>', 'unreadable'],
  ['<a>\u0000</a>', 'unreadable'],
  ['<a><b></a></b>', 'unreadable'],
  ['<a/><b/>', 'unreadable'],
  ['<a/>more', 'unreadable'],
  ['<a>', 'unreadable'],
  ['', 'unreadable'],
  ['<a><![CDATA[', 'unreadable'],
  [`${'<a>'.repeat(5000)}${'</a>'.repeat(5000)}`, 'unreadable'],
  ['<?xml version="1.0" encoding="no-such"?><a/>', 'unreadable'],
])('%.60s is refused', (xml, code) => {
  expect(codeOf(xml)).toBe(code);
});

test('a DOCTYPE that is only text is no DOCTYPE', () => {
  expect(codeOf('<a><!-- <!DOCTYPE x> --><b><![CDATA[<!DOCTYPE html>]]></b></a>')).toEqual({
    b: '<!DOCTYPE html>',
  });
});

test('other encodings are read as declared, and never guessed', () => {
  const latin = Buffer.from('<?xml version="1.0" encoding="ISO-8859-1"?><a><b>£</b></a>', 'latin1');
  expect(codeOf(latin)).toEqual({ b: '£' });
  expect(codeOf(Buffer.from('\ufeff<a><b>£</b></a>', 'utf16le'))).toEqual({ b: '£' });
  expect(codeOf(Buffer.from('<a><b>£</b></a>', 'latin1'))).toBe('not-utf8');
});

test('nothing of the content is in a message', () => {
  for (const xml of ['<a>MARKED & </a>', '<MARKED><b></MARKED>', '<a>&MARKED;</a>', '<a MARKED></a>']) {
    expect(() => parse(xml)).toThrow(
      expect.objectContaining({ message: expect.not.stringContaining('MARKED') as string }) as Error,
    );
  }
});
