import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { instantOf } from '../london.js';
import { random } from '../random.js';
import { inventEstate } from '../seed/estate.js';
import { numbersAfter } from '../seed/numbers.js';
import { inventRepairs } from '../seed/repairs.js';
import type { InvoiceFile } from './document.js';
import { dropFile } from './drop.js';
import { inventFiles } from './plan.js';
import { ublOf } from './ubl.js';

const now = Date.UTC(2026, 2, 10, 11);

function files(): InvoiceFile[] {
  const r = random(11);
  const numbers = numbersAfter();
  const estate = inventEstate(r, numbers, 100);
  const orders = [...inventRepairs({ r, numbers, estate, now }, 2_000)].flatMap((repair) => repair.orders);
  return inventFiles(r, numbers, { orders, now, begin: new Date(instantOf(now)) });
}

const FILES = files();
const contents = FILES.map((file) => file.content);

test('there is one of every kind', () => {
  expect(FILES.length).toBeGreaterThan(80);
  expect(FILES.filter((file) => file.mode === 'malformed')).toHaveLength(1);
  expect(FILES.filter((file) => file.mode === 'slow')).toHaveLength(1);
  expect(contents.some((it) => it.type === 'credit-note' && it.corrects !== undefined)).toBe(true);
  expect(
    contents.some((it) => it.lines.some((line) => line.order !== undefined) && it.lines.length > 20),
  ).toBe(true);
  expect(contents.some((it) => it.supplier.vat === undefined)).toBe(true);
  expect(contents.some((it) => it.net.startsWith('-'))).toBe(true);
  const texts = contents.map((it) => JSON.stringify(it));
  expect(new Set(texts).size).toBeLessThan(texts.length);
  expect(new Set(FILES.map((file) => file.name)).size).toBe(FILES.length);
});

test('a document is well-formed UBL with its amounts and its orders', () => {
  const document = contents.find(
    (it) => it.type === 'invoice' && it.lines.length > 1 && it.lines[0]?.order !== undefined,
  );
  if (!document) throw new Error('no consolidated invoice');
  const xml = ublOf(document);
  expect(XMLValidator.validate(xml)).toBe(true);
  const parsed = new XMLParser({ removeNSPrefix: true, parseTagValue: false, ignoreAttributes: false }).parse(
    xml,
  ) as {
    Invoice: {
      ID: string;
      InvoiceLine: readonly { ID: string; OrderLineReference: { OrderReference: { ID: string } } }[];
    };
  };
  expect(parsed.Invoice.ID).toBe(document.number);
  expect(parsed.Invoice.InvoiceLine.map((line) => line.OrderLineReference.OrderReference.ID)).toEqual(
    document.lines.map((line) => line.order),
  );
});

describe('the drop folder', () => {
  let folder: string;
  beforeEach(async () => {
    folder = join(await mkdtemp(join(tmpdir(), 'simulator-drop-')), 'drop');
  });
  afterEach(() => rm(join(folder, '..'), { recursive: true, force: true }));
  const some = (mode: InvoiceFile['mode']): InvoiceFile => {
    const file = FILES.find((it) => it.mode === mode);
    if (!file) throw new Error('no such file');
    return file;
  };

  test('holds whole files under their name only, and one that is broken off', async () => {
    const { signal } = new AbortController();
    await dropFile(folder, some('whole'), signal);
    await dropFile(folder, some('malformed'), signal);
    const names = await readdir(folder);
    expect(names.every((name) => name.endsWith('.xml'))).toBe(true);
    const broken = await readFile(join(folder, some('malformed').name), 'utf8');
    expect(XMLValidator.validate(broken)).not.toBe(true);
  });

  test('holds the slow one half-written for a while, and nothing of it after a stop', async () => {
    const stop = new AbortController();
    const file = some('slow');
    const written = dropFile(folder, file, stop.signal);
    await wait(900);
    const half = await readFile(join(folder, file.name), 'utf8');
    expect(half.length).toBeGreaterThan(0);
    expect(half.length).toBeLessThan(ublOf(file.content).length);
    stop.abort();
    await expect(written).rejects.toMatchObject({ name: 'AbortError' });
    expect(await readdir(folder)).toEqual([]);
  });
});
