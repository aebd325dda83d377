import { mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TransientError } from '#libs/model/errors.js';
import { openSource } from '../open/open-source.js';
import type { FilesSettings } from '../files/files-settings.js';
import type { WebhookSettings } from '../webhook/webhook-settings.js';
import type { PullSource, SourceBatch } from '../source.js';
import { parseDelivery } from '../webhook/parse-delivery.js';
import { parseStoredDelivery } from '../webhook/parse-stored-delivery.js';
import { folderStore } from './folder-store.js';
import { sha256 } from './sha256.js';
import { attachmentUri } from './attachment-store.js';
import { takeOutAllAttachments } from './take-out.js';
import { tracelessStore } from './traceless-store.js';

const PDF = Buffer.from('%PDF-1.7\nan invented invoice');
const base64 = PDF.toString('base64');
const REFERENCE = {
  uri: attachmentUri(sha256(PDF)),
  sha256: sha256(PDF),
  size: PDF.length,
  mediaType: 'application/pdf',
  class: 'internal',
};
/** As UBL holds it. */
const BINARY = {
  at: ['AdditionalDocumentReference', 'Attachment', 'EmbeddedDocumentBinaryObject'],
  content: '#text',
  type: '@mimeCode',
  class: 'internal',
} as const;
const xml = `<Invoice><ID>007</ID><AdditionalDocumentReference><Attachment>
<EmbeddedDocumentBinaryObject mimeCode="application/pdf" filename="a.pdf">${base64}</EmbeddedDocumentBinaryObject>
</Attachment></AdditionalDocumentReference></Invoice>`;
const signal = new AbortController().signal;
let outer: string;
let source: PullSource | undefined;

beforeEach(async () => (outer = await mkdtemp(join(tmpdir(), 'lintel-drop-'))));
afterEach(async () => {
  await source?.close();
  await rm(outer, { recursive: true, force: true });
});

async function dropped(format: 'xml' | 'json', content: string, store: string): Promise<SourceBatch> {
  const file = join(outer, 'one');
  await writeFile(file, content);
  await utimes(file, 1_700_000_000, 1_700_000_000);
  const settings: FilesSettings = {
    kind: 'files',
    folder: outer,
    pattern: '*',
    format,
    repeated: [],
    minimumAgeMs: 0,
    attachments: [BINARY],
  };
  source = openSource(settings, folderStore(store));
  const { next } = await source.read(undefined, 10, signal);
  return source.read(next, 10, signal);
}

test('a file of XML: its record is JSON that refers to the bytes, and is read again as it was', async () => {
  const { records } = await dropped('xml', xml, join(outer, 'store'));
  const [record] = records;
  expect(record?.value).toMatchObject({
    ID: '007',
    AdditionalDocumentReference: {
      Attachment: { EmbeddedDocumentBinaryObject: { '@filename': 'a.pdf', '#text': REFERENCE } },
    },
  });
  expect(record && source?.parse(record.raw)).toEqual(record?.value);
  expect(Buffer.from(record?.raw ?? []).includes(base64)).toBe(false);
});

test('a file of JSON with a record of more than 16 MiB', async () => {
  const held = { AdditionalDocumentReference: { Attachment: { EmbeddedDocumentBinaryObject: {} } } };
  const big = Buffer.alloc(13 * 1024 * 1024, '%PDF-').toString('base64');
  held.AdditionalDocumentReference.Attachment.EmbeddedDocumentBinaryObject = { '#text': big };
  const { records } = await dropped('json', JSON.stringify([held]), join(outer, 'store'));
  expect(records).toMatchObject([{ position: 'one:1', value: expect.anything() as unknown }]);
  expect(records[0]?.raw.length).toBeLessThan(1_000);
});

test('where the store cannot be written the read fails, and the file stays where it is', async () => {
  await writeFile(join(outer, '.blocked'), '');
  await expect(dropped('xml', xml, join(outer, '.blocked', 'store'))).rejects.toBeInstanceOf(TransientError);
  expect((await readdir(outer)).sort()).toEqual(['.blocked', 'one']);
});

const soap: WebhookSettings = {
  kind: 'webhook',
  auth: {},
  format: 'soap',
  repeated: [],
  respond: { status: 200, contentType: 'text/xml', body: '' },
  unfit: 'accept',
  attachments: [{ at: ['photos', 'photo'], content: 'content', class: 'personal' }],
};
const envelope = (photo: string): Buffer =>
  Buffer.from(`<Envelope><Body><visit><id>7</id><photos><photo><content>${photo}</content></photo>
<photo><content>${base64}</content></photo></photos></visit></Body></Envelope>`);

test('a SOAP delivery is read again out of what was stored of it', async () => {
  const delivery = parseDelivery(soap, envelope(base64));
  if (!('records' in delivery)) throw new Error(delivery.code);
  const [record] = await takeOutAllAttachments(delivery.records, soap.attachments ?? [], tracelessStore);
  const reference = { ...REFERENCE, class: 'personal' };
  expect(record?.value).toEqual({
    id: '7',
    photos: { photo: [{ content: reference }, { content: reference }] },
    '#root': 'visit',
  });
  expect(record && parseStoredDelivery(soap, record.raw)).toEqual(record?.value);
});

test('a body of more than 4 MiB is taken only where deliveries bring files along', () => {
  const large = envelope('QUFB'.repeat(1_100_000));
  const { attachments: _, ...without } = soap;
  expect(parseDelivery(soap, large)).toHaveProperty('records');
  expect(parseDelivery(without, large)).toEqual({ refuse: 413, code: 'too-large' });
});
