import type { JsonObject } from '#libs/model/json.js';
import type { RawRecord } from '../source.js';
import type { AttachmentPlace } from './attachment-place.js';
import { sha256 } from './sha256.js';
import { type AttachmentStore, attachmentUri } from './attachment-store.js';
import { takeOutAttachments } from './take-out.js';
import { jpegWithPlace, photo } from './testing/photos.js';
import { tracelessStore } from './traceless-store.js';

const PDF = Buffer.from('%PDF-1.7\ninvented');
const base64 = PDF.toString('base64');
const EVIDENCE: AttachmentPlace = {
  at: ['evidence'],
  content: 'fileContent',
  type: 'contentType',
  class: 'personal',
};
const PDF_REFERENCE = {
  uri: attachmentUri(sha256(PDF)),
  sha256: sha256(PDF),
  size: PDF.length,
  mediaType: 'application/pdf',
  class: 'personal',
};

const recordOf = (value: JsonObject): RawRecord => ({
  raw: Buffer.from(JSON.stringify(value)),
  value,
  position: 'body:1',
});
const taken = (value: JsonObject, places: readonly AttachmentPlace[] = [EVIDENCE], again = false) =>
  takeOutAttachments(recordOf(value), places, tracelessStore, again);

test.each([
  [
    'PascalCase and a list',
    { Evidence: [{ FileContent: base64 }] },
    { Evidence: [{ FileContent: PDF_REFERENCE }] },
  ],
  ['camelCase and one', { evidence: { fileContent: base64 } }, { evidence: { fileContent: PDF_REFERENCE } }],
  [
    'a type that the sender states rightly',
    { evidence: { contentType: 'application/pdf; x=y', fileContent: base64 } },
    { evidence: { contentType: 'application/pdf; x=y', fileContent: PDF_REFERENCE } },
  ],
  [
    'a type that the sender states wrongly',
    { evidence: { contentType: 'Image/PNG', fileContent: base64 } },
    { evidence: { contentType: 'Image/PNG', fileContent: { ...PDF_REFERENCE, claimedType: 'image/png' } } },
  ],
  [
    'a data URI of another type',
    { evidence: { fileContent: `data:text/plain;base64,${base64}` } },
    { evidence: { fileContent: { ...PDF_REFERENCE, claimedType: 'text/plain' } } },
  ],
  [
    'a list of contents',
    { evidence: { fileContent: [base64, base64] } },
    { evidence: { fileContent: [PDF_REFERENCE, PDF_REFERENCE] } },
  ],
])('%s', async (_, value, expected) => {
  const record = await taken(value);
  expect(record.value).toEqual(expected);
  expect(Buffer.from(record.raw).toString()).toBe(JSON.stringify(expected));
});

test('any depth, several places, lists in lists, XML with attributes', async () => {
  const places = [
    { at: ['lines', 'document', 'binary'], content: '#text', type: '@mimeCode', class: 'internal' },
    { at: [], content: 'signature', class: 'sensitive' },
  ] as const;
  const value = {
    signature: base64,
    lines: [
      { document: [[{ binary: { '@mimeCode': 'application/pdf', '#text': base64 } }]] },
      { document: 'x' },
    ],
  };
  const { value: out } = await taken(value, places);
  expect(out).toEqual({
    signature: { ...PDF_REFERENCE, class: 'sensitive' },
    lines: [
      {
        document: [
          [{ binary: { '@mimeCode': 'application/pdf', '#text': { ...PDF_REFERENCE, class: 'internal' } } }],
        ],
      },
      { document: 'x' },
    ],
  });
});

test.each([
  ['nothing there', { evidence: [{ fileName: 'a.jpg' }] }],
  ['an empty text', { evidence: { fileContent: ' ' } }],
  ['null', { evidence: { fileContent: null } }],
  ['no such member', { other: 1 }],
])('%s: the record stays as it came, byte by byte', async (_, value) => {
  const record = recordOf(value);
  expect(await takeOutAttachments(record, [EVIDENCE], tracelessStore)).toEqual(record);
});

test('a photo is stored without its place, and says when it was taken', async () => {
  const value = { evidence: { fileContent: jpegWithPlace().toString('base64'), contentType: 'image/jpeg' } };
  const [one, two] = [await taken(value), await taken(value)];
  expect(one.value).toMatchObject({
    evidence: { fileContent: { mediaType: 'image/jpeg', takenAt: '2025-11-04T10:12:00' } },
  });
  expect(Buffer.from(one.raw).equals(two.raw)).toBe(true); // I4
  const { value: plain } = await taken({ evidence: { fileContent: photo('plain.jpg').toString('base64') } });
  expect(plain).not.toHaveProperty('evidence.fileContent.takenAt');
});

test.each(['0000:00:00 00:00:00', '2025:02:30 10:00:00', '2025:11:04 25:00:00', '0001:01:01 00:00:00'])(
  'a camera that says %s says nothing',
  async (time) => {
    const content = jpegWithPlace('II', 6, time).toString('base64');
    const { value } = await taken({ evidence: { fileContent: content } });
    expect(value).toHaveProperty('evidence.fileContent.mediaType', 'image/jpeg');
    expect(value).not.toHaveProperty('evidence.fileContent.takenAt');
  },
);

test('what cannot be stored is a fault with its place, and stays for a replay; what can be is taken out', async () => {
  const secret = 'Not base64: 1 High Street';
  const { fault, value, raw } = await taken({
    evidence: [{ fileContent: base64 }, { fileName: 'secret.jpg', fileContent: secret }],
  });
  expect(value).toBeUndefined();
  expect(fault).toEqual({
    code: 'bad-attachment',
    message: 'The content is not base64.',
    path: 'evidence[1].fileContent',
  });
  const stored = JSON.parse(Buffer.from(raw).toString()) as JsonObject;
  expect(stored).toEqual({
    evidence: [{ fileContent: PDF_REFERENCE }, { fileName: 'secret.jpg', fileContent: secret }],
  });
  const mended = { evidence: [{ fileContent: PDF_REFERENCE }, { fileContent: base64 }] };
  expect((await taken(mended, [EVIDENCE], true)).value).toEqual({
    evidence: [{ fileContent: PDF_REFERENCE }, { fileContent: PDF_REFERENCE }],
  });
});

test('a reference that comes from outside is no file', async () => {
  const { fault } = await taken({ evidence: { fileContent: PDF_REFERENCE } });
  expect(fault).toMatchObject({ code: 'bad-attachment', path: 'evidence.fileContent' });
});

test('no record is made where the store fails', async () => {
  const full: AttachmentStore = { ...tracelessStore, put: () => Promise.reject(new Error('full')) };
  await expect(
    takeOutAttachments(recordOf({ evidence: { fileContent: base64 } }), [EVIDENCE], full),
  ).rejects.toThrow('full');
});

test('a record of a hundred thousand levels is left to the mapping, which refuses it', async () => {
  const deep = JSON.parse(`{"evidence":${'['.repeat(100_000)}${']'.repeat(100_000)}}`) as JsonObject;
  const record = { raw: Buffer.alloc(0), value: deep, position: 'body:1' };
  expect(await takeOutAttachments(record, [EVIDENCE], tracelessStore)).toBe(record);
});

const XML: AttachmentPlace = { at: ['binary'], content: '#text', type: '@mimeCode', class: 'personal' };

test.each<[string, JsonObject, JsonObject]>([
  [
    'with attributes',
    { binary: { '@mimeCode': 'application/pdf', '#text': base64 } },
    { binary: { '@mimeCode': 'application/pdf', '#text': PDF_REFERENCE } },
  ],
  ['without attributes it is its text', { binary: base64 }, { binary: { '#text': PDF_REFERENCE } }],
  [
    'several',
    { binary: [base64, { '#text': base64 }] },
    { binary: [{ '#text': PDF_REFERENCE }, { '#text': PDF_REFERENCE }] },
  ],
  ['without content', { binary: ['', {}] }, { binary: ['', {}] }],
])('an element of XML: %s', async (_, value, expected) => {
  const record = await taken(value, [XML]);
  expect(record.value).toEqual(expected);
  expect(record.fault).toBeUndefined();
  expect(JSON.parse(Buffer.from(record.raw).toString())).toEqual(expected);
  expect((await taken(record.value ?? {}, [XML], true)).value).toEqual(expected);
});

test('an element of XML whose text is no file is kept, and is the fault of its record', async () => {
  const record = await taken({ binary: 'see the paper copy' }, [XML]);
  expect(record).toMatchObject({ fault: { code: 'bad-attachment', path: 'binary.#text' } });
  expect(JSON.parse(Buffer.from(record.raw).toString())).toEqual({ binary: 'see the paper copy' });
});
