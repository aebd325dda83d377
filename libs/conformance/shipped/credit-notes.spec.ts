import type { JsonObject } from '#libs/model/json.js';
import { join } from 'node:path';
import { published } from './testing/published.js';
import { CONNECTORS, streamOf, valuesIn } from './testing/shared-data.js';

/** Amounts stand as on the document: a credit note is positive and says what it is; what takes back by itself is negative. */
async function invoices(connector: string, stream: string, file: string): Promise<readonly JsonObject[]> {
  const from = streamOf(connector, stream);
  const records = await valuesIn(from, join(CONNECTORS, connector, 'fixtures', stream, file));
  const all = published(from, await from.mapping.map(records));
  return [...all.values()].map(({ main }) => main);
}

const line = (amount: string) => ({ net: { amount } });

test('finance-ubl: a credit note is positive, a negative invoice negative', async () => {
  const [credit] = await invoices('finance-ubl', 'documents', 'credit-note-of-a-supplier-without-vat.xml');
  expect(credit).toMatchObject({
    type: 'credit-note',
    corrects: ['INV-000416'],
    net: { amount: '10.00' },
    gross: { amount: '10.00' },
    lines: [line('10.00')],
    flags: [],
  });
  const [negative] = await invoices('finance-ubl', 'documents', 'negative-without-a-purchase-order.xml');
  expect(negative).toMatchObject({
    type: 'invoice',
    net: { amount: '-49.00' },
    gross: { amount: '-49.00' },
    flags: [],
  });
  expect(negative?.['lines']).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ quantity: '-100', net: { amount: '-50.00', currency: 'EUR' } }),
    ]),
  );
});

test('awkward: a credit note is positive', async () => {
  const [invoice, credit] = await invoices('awkward', 'invoices', 'consolidated-invoice.json');
  expect(invoice).toMatchObject({ type: 'invoice', net: { amount: '172.53' } });
  expect(credit).toMatchObject({
    type: 'credit-note',
    net: { amount: '57.51' },
    gross: { amount: '69.01' },
    lines: [line('57.51')],
    flags: [],
  });
});
