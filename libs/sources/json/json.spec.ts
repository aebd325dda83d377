import * as fc from 'fast-check';
import { Unreadable } from '../text/unreadable.js';
import { parseExact } from './exact-json.js';
import { jsonRecord } from './json-record.js';
import { hasRepeatedKey } from './repeated-key.js';
import { JsonSplitter } from './split-json.js';

/** In chunks of a size, as a stream may come. */
function split(text: string, size = 1 << 20): string[] {
  const splitter = new JsonSplitter(1 << 20);
  const bytes = Buffer.from(text);
  const found: string[] = [];
  for (let at = 0; at < bytes.length; at += size) {
    const chunk = Buffer.from(bytes.subarray(at, at + size));
    for (const slice of splitter.push(chunk)) found.push(slice.toString());
    chunk.fill(0); // what was handed over must not lie in the reader's buffer
  }
  for (const slice of splitter.end()) found.push(slice.toString());
  return found;
}

test('a number that JavaScript cannot hold stays the text it was', () => {
  expect(
    parseExact('{"a":12345678901234567,"b":1.50,"c":"12345678901234567","d":0.1234567890123456789}'),
  ).toEqual({
    a: '12345678901234567',
    b: 1.5,
    c: '12345678901234567',
    d: '0.1234567890123456789',
  });
});

test.each([
  ['[]', []],
  [' [ {"a":1} ,\n{"b":"]},\\"{"} ]\n', ['{"a":1}', '{"b":"]},\\"{"}']],
  ['{"a":1}', ['{"a":1}']],
  ['{"a":1}\n{"b":[2,3]}\n', ['{"a":1}', '{"b":[2,3]}']],
  ['[1, "x", [2]]', ['1', '"x"', '[2]']],
  ['true', ['true']],
])('%j', (text, slices) => {
  expect(split(text)).toEqual(slices);
  expect(split(text, 1)).toEqual(slices);
});

test.each(['', '  ', '[', '[{"a":1}', '[1,]', '[,1]', '[{} {}]', '[{}] x', '{"a":', '[1]]', '"abc'])(
  '%j is refused',
  (text) => {
    expect(() => split(text).forEach((slice) => jsonRecord(Buffer.from(slice), 'x'))).toThrow(Unreadable);
  },
);

test('any array, cut anywhere, gives its elements', () => {
  fc.assert(
    fc.property(
      fc.array(fc.jsonValue()),
      fc.integer({ min: 1, max: 30 }),
      fc.constantFrom(undefined, 2),
      (items, size, indent) => {
        const slices = split(JSON.stringify(items, undefined, indent), size);
        expect(slices.map((slice) => JSON.parse(slice) as unknown)).toEqual(
          JSON.parse(JSON.stringify(items)),
        );
      },
    ),
    { numRuns: 200 },
  );
});

test('an element over the limit is refused before it is held', () => {
  const splitter = new JsonSplitter(10);
  expect(() => [...splitter.push(Buffer.from('["0123456789'))]).toThrow(
    expect.objectContaining({ code: 'too-large' }) as Error,
  );
});

test.each([
  ['1e400', '1e400'],
  ['-1E+400', '-1E+400'],
  ['1e-400', '1e-400'],
  ['0e400', 0],
  ['1.5e3', 1500],
  ['-0', -0],
])('the number %s is no infinity and no zero that it was not', (text, value) => {
  expect(parseExact(`{"a":${text}}`)).toEqual({ a: value });
});

test.each([
  ['{"a":1,"a":2}', true],
  ['{"a":{"b":1,"c":{"b":2,"b":3}}}', true],
  ['[{"a":1},{"x":[{"k":1,"k":1}]}]', true],
  [String.raw`{"a":1,"\u0061":2}`.replace('\\u', '\\u').replace(/\\\\/g, '\\'), true],
  ['{"":1,"":2}', true],
  ['{"a":{"a":{"a":1}},"b":["a","a"]}', false],
  [String.raw`{"a":"\"a\":1,\"a\":2"}`.replaceAll('\\\\', '\\'), false],
  ['{"a":1,"A":2,"__proto__":1}', false],
  ['[]', false],
])('%s has a key twice: %s', (text, twice) => {
  expect(() => JSON.parse(text) as unknown).not.toThrow();
  expect(hasRepeatedKey(text)).toBe(twice);
});

test('whatever JSON.stringify writes has no key twice', () => {
  fc.assert(fc.property(fc.jsonValue(), (value) => !hasRepeatedKey(JSON.stringify(value))));
});
