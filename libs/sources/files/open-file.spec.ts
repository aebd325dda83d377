import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import * as fc from 'fast-check';
import type { RawRecord } from '../source.js';
import type { FilesSettings } from './files-settings.js';
import { openFile } from './open-file.js';
import type { Spool } from './spool.js';

/** Stands for whatever a file holds. */
const MARK = 'Invented';

const settings = (format: FilesSettings['format']): FilesSettings => ({
  kind: 'files',
  folder: '/nowhere',
  pattern: '*',
  format,
  repeated: [],
  minimumAgeMs: 0,
});

/** A copy in memory, read in pieces of an odd size. */
function copyOf(content: Buffer, piece = 1_000): Spool {
  const pieces = Array.from({ length: Math.ceil(content.length / piece) }, (_, at) =>
    content.subarray(at * piece, (at + 1) * piece),
  );
  return {
    hash: createHash('sha256').update(content).digest('hex'),
    isUtf8: Buffer.from(content.toString()).equals(content),
    stream: () => Readable.from(pieces, { objectMode: false }),
    close: () => Promise.resolve(),
  };
}

async function recordsIn(
  format: FilesSettings['format'],
  content: Buffer | string,
): Promise<readonly RawRecord[]> {
  const bytes = Buffer.from(content);
  const stamp = { name: 'a.file', size: bytes.length, modified: '0' };
  const file = await openFile(settings(format), stamp, copyOf(bytes), { hash: undefined, next: 0 });
  const records = await file.take(10_000, 1e9);
  await file.close();
  return records;
}

test.each([
  ['a quote in a field that is not quoted', `id,note\n1,${MARK} 12" pipe\n2,fine\n`, 2],
  ['a quoted word in a quoted field', `id,note\n1,fine\n2,"the "${MARK}" one"\n`, 3],
  ['a quote that never closes', `id,note\n1,"${MARK}\n2,fine\n`, 2],
  ['a row without an end', `id,note\n1,${MARK.repeat(600_000)}`, 2],
  ['a header with a quote in it', `id,no"te\n1,${MARK}\n`, 1],
])('CSV: %s is one fault of the file that says the line', async (_, content, line) => {
  const records = await recordsIn('csv', content);
  expect(records).toMatchObject([{ position: 'a.file', fault: { code: 'unreadable-file' } }]);
  expect(records[0]?.fault?.message).toMatch(
    new RegExp(`^the file is not CSV: [A-Z_]+ in line (?:${line}|${line + 1})$`),
  );
  expect(JSON.stringify(records)).not.toContain(MARK);
});

test.each([
  ['csv', `id,name\r\n1,"${MARK}, ""x"""\r\n2,\r\n`],
  ['csv', `\ufeffid;${MARK},b\n"1\n2",3\n4,5\n`],
  ['json', `[{"id":"${MARK}","n":[1,2.50,{"m":null}]},\n{"id":12345678901234567}]`],
  ['json', `{"id":"${MARK} \\u00e9 \\\\"}\n{"id":"2"}\n`],
  ['xml', `<?xml version="1.0"?><a x="1"><b>${MARK} &amp; &#233;</b><!-- c --><b><![CDATA[<d>]]></b></a>`],
] as const)(
  '%s that is spoiled anywhere is records or a fault, never a bug, and no fault quotes it',
  async (format, content) => {
    const given = Buffer.from(content);
    const byte = fc.oneof(fc.constantFrom(...Buffer.from('"\',;\n\r\\<>&![]{}:\u0000\ufeff/')), fc.nat(255));
    const spoiled = fc.record({
      at: fc.nat(given.length),
      cut: fc.nat(6),
      put: fc.array(byte, { maxLength: 4 }),
      end: fc.nat(given.length),
      isCut: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(spoiled, async ({ at, cut, put, end, isCut }) => {
        const whole = Buffer.concat([given.subarray(0, at), Buffer.from(put), given.subarray(at + cut)]);
        const records = await recordsIn(format, isCut ? whole.subarray(0, end) : whole);
        for (const { value, fault } of records) {
          expect(value === undefined).toBe(fault !== undefined);
          expect(fault?.message ?? '').not.toContain(MARK.slice(0, 4));
        }
      }),
      { numRuns: 400 },
    );
  },
);

test.each([
  ['a text of 15 MB', () => JSON.stringify({ id: 'x'.repeat(15_000_000) })],
  ['a text of 5 million escapes', () => JSON.stringify({ id: '/'.repeat(5_000_000).replaceAll('/', '\\') })],
  [
    '3,000 levels with a number of 19 digits',
    () => `{"n":1234567890123456789,"a":${'['.repeat(3_000)}${']'.repeat(3_000)}}`,
  ],
])('JSON: %s does not exhaust the stack', async (_, content) => {
  await expect(recordsIn('json', content())).resolves.toHaveLength(1);
});

test.each(['csv', 'json', 'xml'] as const)(
  '%s: what the copy throws is no fault of the file',
  async (format) => {
    const broken = new Error('the disk is broken');
    const copy: Spool = {
      ...copyOf(Buffer.alloc(0)),
      stream: () =>
        Readable.from(
          (async function* () {
            yield Buffer.from('{');
            await Promise.reject(broken);
          })(),
          { objectMode: false },
        ),
    };
    const stamp = { name: 'a.file', size: 1, modified: '0' };
    await expect(openFile(settings(format), stamp, copy, { hash: undefined, next: 0 })).rejects.toBe(broken);
  },
);
