import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { JsonObject } from '#libs/model/json.js';
import { misfit } from '#libs/model/schema/validate.js';
import { parseXml } from '#libs/sources/xml/parse-xml.js';
import { published, versioned } from './testing/published.js';
import { CONNECTORS, describeCases, sharedCase, streamOf, valuesIn } from './testing/shared-data.js';

/** What an invoice, or what calls itself one, becomes. */
const stream = streamOf('finance-ubl', 'documents');

const document = (members: JsonObject): JsonObject => ({
  '#root': 'Invoice',
  ID: 'INV-1',
  AccountingSupplierParty: { Party: { PartyLegalEntity: [{ CompanyID: '00998877' }] } },
  ...members,
});

async function invoiceOf(record: JsonObject): Promise<JsonObject> {
  const answers = await stream.mapping.map([record]);
  expect(answers).toMatchObject([{ outcome: 'contributions' }]);
  const [invoice] = published(stream, answers).values();
  expect(misfit('invoice', versioned(invoice?.main ?? {}))).toBeUndefined();
  return invoice?.main ?? {};
}

async function fixture(name: string): Promise<JsonObject> {
  const [record = {}] = await valuesIn(stream, join(CONNECTORS, 'finance-ubl/fixtures/documents', name));
  return invoiceOf(record);
}

const refused = async (record: JsonObject): Promise<unknown> => {
  const [answer] = await stream.mapping.map([record]);
  return answer?.outcome === 'dead-letter' ? answer.code : answer;
};

describe('its type', () => {
  it.each([
    ['380', 'invoice'],
    ['384', 'corrected-invoice'],
    ['386', 'prepayment'],
    ['389', 'self-billed'],
    ['326', 'partial-invoice'],
    ['383', 'debit-note'],
    ['875', 'partial-construction-invoice'],
    ['876', 'partial-final-construction-invoice'],
    ['877', 'final-construction-invoice'],
    // Some write a credit note as an Invoice.
    ['381', 'credit-note'],
  ])('of an Invoice of type %s is %s', async (InvoiceTypeCode, type) => {
    expect(await invoiceOf(document({ InvoiceTypeCode }))).toMatchObject({ type });
  });

  it.each([
    ['381', 'credit-note'],
    ['396', 'credit-note'],
    ['261', 'self-billed-credit-note'],
  ])('of a CreditNote of type %s is %s', async (CreditNoteTypeCode, type) => {
    expect(await invoiceOf(document({ '#root': 'CreditNote', CreditNoteTypeCode }))).toMatchObject({ type });
  });

  it.each([
    ['Invoice', {}, 'invoice'],
    ['CreditNote', {}, 'credit-note'],
    ['CreditNote', { CreditNoteTypeCode: '' }, 'credit-note'],
    ['CreditNote', { CreditNoteTypeCode: { '@listID': 'UNCL1001' } }, 'credit-note'],
  ])('without a code is that of its element: %s %j', async (root, code, type) => {
    expect(await invoiceOf(document({ '#root': root, ...code }))).toMatchObject({ type });
  });

  it.each([
    [{ InvoiceTypeCode: '325' }],
    [{ '#root': 'CreditNote', CreditNoteTypeCode: '380' }],
    [{ '#root': 'CreditNote', CreditNoteTypeCode: '999' }],
  ])('%j is not guessed', async (members) => {
    expect(await refused(document(members))).toBe('unknown-code');
  });
});

describe('its profile', () => {
  it.each([
    'urn:cen.eu:en16931:2017',
    'urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0',
    'urn:cen.eu:en16931:2017#compliant#urn:example.org:national:1.0',
    '',
  ])('%j is EN 16931, or none', async (CustomizationID) => {
    expect(await invoiceOf(document({ CustomizationID }))).toMatchObject({ type: 'invoice' });
  });

  it.each([
    'OIOUBL-2.02',
    'OIOUBL-2.1',
    'urn:www.cenbii.eu:transaction:biitrns010:ver2.0',
    'urn:peppol:pint:billing-1@aunz-1',
    'urn:cen.eu:en16931:2030',
  ])('%s is another: the same names may mean other amounts', async (CustomizationID) => {
    expect(await refused(document({ CustomizationID }))).toBe('unknown-code');
    expect(await refused(document({ CustomizationID: { '#text': CustomizationID, '@schemeID': 'x' } }))).toBe(
      'unknown-code',
    );
  });
});

describe('when it is to be paid', () => {
  const means = (...days: readonly string[]) => days.map((PaymentDueDate) => ({ PaymentDueDate }));
  it.each<[string, JsonObject, string | undefined]>([
    ['its own day', { DueDate: '2025-07-01' }, '2025-07-01'],
    ['that of the means of payment', { PaymentMeans: means('2025-07-02') }, '2025-07-02'],
    ['that of the terms', { PaymentTerms: means('2025-07-03') }, '2025-07-03'],
    ['one day, said twice', { PaymentMeans: means('2025-07-02', '2025-07-02Z') }, '2025-07-02'],
    ['its own before all others', { DueDate: '2025-07-01', PaymentMeans: means('2025-07-02') }, '2025-07-01'],
    ['instalments have no one day', { PaymentMeans: means('2025-07-02', '2025-08-02') }, undefined],
    ['nobody says', { PaymentMeans: [{ PaymentMeansCode: '30' }] }, undefined],
  ])('%s', async (_, members, dueOn) => {
    expect((await invoiceOf(document({ '#root': 'CreditNote', ...members })))['dueOn']).toBe(dueOn);
  });

  it('one that cannot be read is not left out', async () => {
    expect(await refused(document({ PaymentMeans: means('in July') }))).toBe('bad-date');
  });
});

describe('its days', () => {
  it.each([
    ['2025-03-30Z', '2025-03-30'],
    ['2025-03-30+14:00', '2025-03-30'],
    ['2025-03-30-14:00', '2025-03-30'],
    [' 2025-03-30 ', '2025-03-30'],
  ])('%s is %s wherever it is read', async (IssueDate, day) => {
    const DueDate = { '#text': IssueDate, '@x': 'y' };
    expect(await invoiceOf(document({ IssueDate, DueDate }))).toMatchObject({
      issuedOn: day,
      dueOn: day,
      documentHistory: [{ issuedOn: day }],
    });
  });

  it.each(['2025-03-30+1', '2025-02-30Z', '30/03/2025'])('%s is not guessed', async (IssueDate) => {
    expect(await refused(document({ IssueDate }))).toBe('bad-date');
  });

  it('stand in a file with their zones', async () => {
    expect(await fixture('days-with-a-zone.xml')).toMatchObject({
      issuedOn: '2025-06-30',
      dueOn: '2025-07-30',
    });
  });
});

test('a total with tax, and no other, is compared with the lines', async () => {
  expect(await fixture('gross-only.xml')).toMatchObject({
    gross: { amount: '40.41' },
    flags: ['total-differs-from-lines'],
  });
});

describeCases('ubl', 'small inputs', () => {
  it('days with a zone', async () => {
    const fragment = readFileSync(sharedCase('ubl/invoice-date-with-zone.fragment.xml'), 'utf8').replaceAll(
      'cbc:',
      '',
    );
    const { value } = parseXml(Buffer.from(`<Invoice>${fragment}</Invoice>`), new Set());
    expect(await invoiceOf(document(value))).toMatchObject({ issuedOn: '2025-07-31', dueOn: '2025-08-30' });
  });

  it('invoices that state their total with tax only', async () => {
    const [, ...rows] = readFileSync(sharedCase('ubl/gross-only.csv'), 'utf8').trim().split(/\r?\n/);
    const pounds = (amount = ''): JsonObject => ({ '#text': amount, '@currencyID': 'GBP' });
    const cells = rows.map((row) => row.split(','));
    for (const [number, lines] of Map.groupBy(cells, ([invoice]) => invoice)) {
      const invoice = await invoiceOf(
        document({
          ID: number ?? '',
          LegalMonetaryTotal: { TaxInclusiveAmount: pounds(lines[0]?.[1]) },
          InvoiceLine: lines.map(([, , ID = '', net, tax]) => ({
            ID,
            LineExtensionAmount: pounds(net),
            TaxTotal: [{ TaxAmount: pounds(tax) }],
          })),
        }),
      );
      expect(invoice).toMatchObject({ number, flags: ['total-differs-from-lines'] });
    }
  });
});

test('documents that stand in it are stored, each by itself, and nothing of their names is in the open', async () => {
  const invoice = await fixture('embedded-documents.xml');
  const stored = expect.stringMatching(/^lintel-attachment:sha256\/[0-9a-f]{64}$/) as string;
  expect(invoice['attachments']).toMatchObject([
    { ref: '3', uri: stored, mediaType: 'application/pdf', class: 'personal' },
    { ref: 'INV-000423', uri: stored, size: 30 },
    { ref: 'INV-000423/2', uri: stored, claimedType: 'text/csv', mediaType: 'application/pdf' },
  ]);
  expect(JSON.stringify(invoice)).not.toMatch(/timesheet|files\.example/i);
});

test('a credit note with negative amounts is carried as it is, and flagged', async () => {
  expect(await fixture('negative-credit-note.xml')).toMatchObject({
    type: 'credit-note',
    net: { amount: '-10.00' },
    gross: { amount: '-12.00' },
    flags: ['negative-credit-note'],
  });
});
