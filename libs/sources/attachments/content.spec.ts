import { decodeContent } from './content.js';

const bytes = Buffer.from('a photo, invented');
const base64 = bytes.toString('base64');

test.each([
  ['base64', base64, undefined],
  ['base64 in lines', ` ${base64.slice(0, 8)}\r\n${base64.slice(8)}\n`, undefined],
  ['a data URI', `data:image/PNG;name=x;base64,${base64}`, 'image/png'],
  ['a data URI without a type', `data:;base64,${base64}`, undefined],
])('%s', (_, text, claimedType) => {
  expect(decodeContent(text)).toEqual({ bytes, ...(claimedType === undefined ? {} : { claimedType }) });
});

test.each(['', '  \n', 'data:image/png;base64,'])('%j holds nothing', (text) =>
  expect(decodeContent(text)).toBeUndefined(),
);

test.each([
  ['no base64', 'not base64!'],
  ['an address', 'https://photos.example.org/1.jpg'],
  ['padding that is missing', base64.replaceAll('=', '')],
  ['padding in the middle', `${base64}${base64}`],
  ['bits that are left over', 'QUJ='],
  ['base64 of URLs', Buffer.from([0xff, 0xef]).toString('base64url')],
  ['a data URI in percent encoding', 'data:text/plain,hello'],
])('%s is refused', (_, text) => {
  expect(() => decodeContent(text)).toThrow(expect.objectContaining({ code: 'bad-attachment' }) as Error);
});

test('one byte too many', () => {
  expect(decodeContent(base64, bytes.length)?.bytes).toEqual(bytes);
  for (const limit of [bytes.length - 1, 3])
    expect(() => decodeContent(base64, limit)).toThrow(
      expect.objectContaining({ code: 'attachment-too-large' }) as Error,
    );
});
