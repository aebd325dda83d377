import type { EntityDocument } from '#libs/resolution/fold/document.js';
import type { JsonObject } from '#libs/model/json.js';
import { misfit } from '#libs/model/schema/validate.js';
import { readdirSync } from 'node:fs';
import { published, versioned } from './testing/published.js';
import { describeReal, sharedFile, streamOf, valuesIn } from './testing/shared-data.js';

const stream = streamOf('finance-ubl', 'documents');
const FOLDERS = ['finance/en16931-ubl', 'finance/peppol-bis-billing-3'] as const;

/** File → identity, gross, lines (charges and allowances of the document among them). */
const DOCUMENTS: Readonly<Record<string, readonly [string, string, number]>> = {
  'guide-example1.xml': ['NL8200.98.395.B.01/invoice/12115118', '250.33 EUR', 20],
  'guide-example2.xml': ['NO123456789MVA/invoice/TOSL108', '1801.78 NOK', 7],
  'guide-example3.xml': ['DK16356706/invoice/TOSL108', '1125.00 DKK', 3],
  'issue116.xml': ['SE123456789001/invoice/2018210', '830.00 SEK', 8],
  'sample-discount-price.xml': ['HR46830600751/invoice/test decimal 1', '15.15 EUR', 1],
  'ubl-tc434-creditnote1.xml': ['BE0000000196/credit-note/018304 / 28865', '100.11 EUR', 1],
  'ubl-tc434-example1.xml': ['NL8200.98.395.B.01/invoice/12115118', '250.33 EUR', 20],
  'ubl-tc434-example10.xml': ['NL8200.98.395.B.01/invoice/12115118', '250.33 EUR', 20],
  'ubl-tc434-example2.xml': ['NO123456789MVA/invoice/TOSL108', '1801.78 NOK', 7],
  'ubl-tc434-example3.xml': ['DK16356706/invoice/TOSL108', '2005.00 DKK', 3],
  'ubl-tc434-example4.xml': ['DK16356706/invoice/TOSL110', '4675.00 DKK', 3],
  'ubl-tc434-example5.xml': ['NL16356706/invoice/TOSL110', '4675.00 DKK', 5],
  'ubl-tc434-example6.xml': ['DK123456789MVA/invoice/TOSL110', '4675.00 DKK', 3],
  'ubl-tc434-example7.xml': ['5532331183/invoice/INVOICE_test_7', '3200.00 SEK', 2],
  'ubl-tc434-example8.xml': ['NL809561074B01/invoice/1100512149', '1099.78 EUR', 10],
  'ubl-tc434-example9.xml': ['NL809163160B01/invoice/20150483', '177.87 EUR', 1],
  'Allowance-example.xml': ['GB1232434/invoice/Snippet1', '7125.00 EUR', 5],
  'Vat-category-S.xml': ['GB1232434/invoice/Snippet1', '8550.00 EUR', 5],
  'base-creditnote-correction.xml': ['GB1232434/credit-note/Snippet1', '1656.25 EUR', 3],
  'base-example.xml': ['GB1232434/invoice/Snippet1', '1656.25 EUR', 3],
  'base-negative-inv-correction.xml': ['GB1232434/invoice/Correction1', '-1656.25 EUR', 3],
  'sales-order-example.xml': ['GB1232434/invoice/Snippet1', '1656.25 EUR', 3],
  'vat-category-E.xml': ['GB928741974/invoice/Vat-Z', '1200.00 GBP', 1],
  'vat-category-O.xml': ['7300010000001/invoice/Vat-O', '3200.00 SEK', 1],
  'vat-category-Z.xml': ['GB928741974/invoice/Vat-Z', '1200.00 GBP', 1],
};

function recordsIn(file: string): Promise<readonly JsonObject[]> {
  const folder = FOLDERS.find((each) => readdirSync(sharedFile(each)).includes(file));
  return valuesIn(stream, sharedFile(`${folder}/${file}`));
}

async function documentOf(file: string): Promise<EntityDocument | undefined> {
  const answers = await stream.mapping.map(await recordsIn(file));
  expect(answers).toMatchObject([{ outcome: 'contributions', unmapped: [] }]);
  return [...published(stream, answers).values()].at(0);
}

const money = (value: unknown): string => {
  const { amount, currency } = value as { readonly amount: string; readonly currency: string };
  return `${amount} ${currency}`;
};

describeReal('finance', 'UBL invoices and credit notes', () => {
  it('each file is accounted for', () => {
    const files = FOLDERS.flatMap((folder) => readdirSync(sharedFile(folder)));
    expect(files.sort()).toEqual(Object.keys(DOCUMENTS).sort());
  });

  it.each(Object.entries(DOCUMENTS))('%s', async (file, [number, gross, lines]) => {
    const document = await documentOf(file);
    const main = document?.main ?? {};
    expect(main['references']).toEqual([{ scheme: 'ubl/invoice', id: number }]);
    expect(money(main['gross'])).toBe(gross);
    expect(main['lines']).toHaveLength(lines);
    // No total differs from its lines: what is charged on the whole document is a line too.
    expect(main['flags']).toEqual([]);
    expect(misfit('invoice', versioned(main))).toBeUndefined();
    if (document?.personal) expect(misfit('invoice-personal', versioned(document.personal))).toBeUndefined();
  });

  it('charges and allowances of the document are lines with their sign', async () => {
    const lines = (await documentOf('Vat-category-S.xml'))?.main['lines'];
    expect(lines).toMatchObject([
      { ref: '1' },
      { ref: '2' },
      { ref: '3' },
      { ref: 'allowance/2', net: { amount: '-100.00' } },
      { ref: 'charge/1', net: { amount: '200.00' }, taxCategory: 'S', taxPercent: '25' },
    ]);
    const negative = (await documentOf('base-negative-inv-correction.xml'))?.main;
    expect(negative).toMatchObject({
      type: 'invoice',
      corrects: ['Snippet1'],
      net: { amount: '-1325.00' },
      lines: [{ quantity: '-7' }, { quantity: '3' }, { ref: 'charge/1', net: { amount: '-25.00' } }],
    });
  });

  it('a total that differs from its lines is carried, and flagged', async () => {
    const [{ AllowanceCharge: _left, ...less } = {}] = await recordsIn('base-example.xml');
    const answers = await stream.mapping.map([less]);
    const [document] = published(stream, answers).values();
    expect(document?.main).toMatchObject({
      net: { amount: '1325.00' },
      flags: ['total-differs-from-lines'],
    });
  });

  it('order, contract, buyer, what was paid before, the documents beside it', async () => {
    const document = await documentOf('ubl-tc434-example2.xml');
    expect(document?.main).toMatchObject({
      order: '123',
      contract: 'Contract321',
      prepaid: { amount: '1000.00', currency: 'NOK' },
      payable: { amount: '801.78', currency: 'NOK' },
      attachments: [{ ref: 'Doc1' }, { ref: 'Doc2', size: 23, claimedType: 'application/pdf' }],
    });
    expect(document?.personal).toMatchObject({
      attachments: [
        { ref: 'Doc1', link: 'http://www.suppliersite.eu/sheet001.html' },
        { ref: 'Doc2', name: 'test.pdf' },
      ],
    });
    expect(document?.main['lines']).toMatchObject([
      { ref: '1', unit: 'EA', orderLine: '1', budgetCode: 'BookingCode001', rateCode: 'JB007' },
      { ref: '2', quantity: '-1', net: { amount: '-3.96', currency: 'NOK' } },
      {},
      {},
      {},
      {},
      {},
    ]);
    expect(document?.personal).toMatchObject({ comments: 'Ordered in our booth at the convention' });
    expect((await documentOf('base-example.xml'))?.main).toMatchObject({ buyerReference: '0150abc' });
  });

  it('a line bills the order of its document; NA is none', async () => {
    const bills = { type: 'bills', reference: { scheme: 'uh/workOrder', id: '00000123' } };
    const billed = (await documentOf('ubl-tc434-example4.xml'))?.main['links'];
    expect(billed).toMatchObject([bills, bills, bills]);
    expect((await documentOf('sales-order-example.xml'))?.main).toMatchObject({ links: [] });
  });

  it('a price of one unit, with all its places', async () => {
    const lines = (await documentOf('sample-discount-price.xml'))?.main['lines'];
    expect(lines).toMatchObject([{ price: { amount: '0.1212', currency: 'EUR' } }]);
  });
});
