import { at, list } from '../kit/document.js';
import type { Event } from '../kit/subscriber.js';
import { billedOrders, consolidatedInvoice, creditNote, statementOrders, statementRows } from './kit/bulk.js';
import { held, heldOf, linksOf, order, referencesOf } from './kit/documents.js';
import { Landlord } from './kit/landlord.js';

let landlord: Landlord;
let events: readonly Event[];

beforeAll(async () => {
  landlord = await Landlord.make();
  await landlord.say('requests', 'rechargeable');
  await landlord.say('orders', 'rechargeable');
  await landlord.say('properties', 'leaseholder-share');
  await landlord.say('orders', 'leaseholder-share');
  await landlord.say('invoices', [consolidatedInvoice]);
  await landlord.say('orders', billedOrders);
  await landlord.say('invoices', [creditNote]);
  await landlord.say('orders', statementOrders.slice(0, 200));
  await landlord.say('statements', statementRows);
  await landlord.say('orders', statementOrders.slice(200));
  events = await landlord.events();
});
afterAll(() => landlord.close());

test('a rechargeable repair: who pays, why and how much; whose account only in the personal topic', () => {
  const { document, personal } = order(events, '900001');
  const [recharge] = list(document, 'recharges');
  expect(recharge).toEqual({
    ref: 'R9',
    system: 'awk',
    to: {
      state: 'mapped',
      value: 'tenant',
      raw: { scheme: 'awk/recharge-to', code: 'TEN', label: 'Tenant' },
    },
    state: expect.objectContaining({ value: 'agreed' }),
    amount: { amount: '96.00', currency: 'GBP' },
    by: ['awkward/orders'],
  });
  expect(list(personal, 'recharges')).toEqual([
    {
      ref: 'R9',
      system: 'awk',
      reason: expect.objectContaining({ value: 'lost-keys' }), // why is an allegation: personal
      account: { scheme: 'awk/account', id: 'Zzmark-SUNDRY-9' },
      by: ['awkward/orders'],
    },
  ]);
  const report = held(events, 'request', 'awk/request:00900001');
  expect(report.document).toMatchObject({ rechargeable: true });
  expect([...linksOf(document, 'answers').values()]).toEqual([report.id]);
});

test('a leaseholder’s share with its section 20 reference: an order of the block, a share of one lease', () => {
  const { document, personal } = order(events, '1010001');
  expect(document).toMatchObject({
    place: { level: 'block' },
    recharges: [
      {
        to: { value: 'leaseholder' },
        share: '12.5',
        amount: { amount: '1600.00' },
        section20: 'S20/2026/014',
      },
    ],
    tasks: [{ serviceCharge: 'BLOCK-ROOF', estimatedCost: { amount: '12800.00' } }],
  });
  expect(personal).toMatchObject({
    recharges: [{ account: { id: 'Zzmark-LEASE-101' }, reason: { value: 'leaseholder-share' } }],
  });
  const flat = held(events, 'property', 'awk/property:00070101').document;
  expect(flat).toMatchObject({ tenure: { value: 'leasehold' }, block: { id: '00070100' } });
});

test('a consolidated invoice of 300 lines: one document, every line kept, 100 orders billed and none touched', () => {
  const { id, document, changes } = held(events, 'invoice', 'awk/invoice:S12/invoice/CON-300');
  const lines = list(document, 'lines');
  expect(lines).toHaveLength(300);
  expect(new Set(lines.map((it) => it['ref'])).size).toBe(300);
  const pence = lines.reduce((sum, it) => sum + Math.round(Number(at(it, 'net.amount')) * 100), 0);
  expect(pence).toBe(1_725_300);
  expect(document).toMatchObject({ net: { amount: '17253.00' }, gross: { amount: '20703.00' }, flags: [] });
  const links = list(document, 'links');
  expect(links.map((it) => it['part'])).toHaveLength(300);
  for (const link of links) expect(link['id']).toBe(order(events, String(at(link, 'reference.id'))).id);
  expect(changes).toEqual([['invoiced'], ['linked']]);
  for (const { value } of events.filter((it) => it.topic === 'work-order'))
    expect(JSON.stringify(value)).not.toContain(id);
  expect(order(events, '1200007').changes).toEqual([['ordered']]);
});

test('… and its later credit note: a document of its own that says what it corrects', () => {
  const { document, changes } = held(events, 'invoice', 'awk/invoice:S12/credit-note/CON-300-CN');
  expect(document).toMatchObject({
    type: 'credit-note',
    corrects: ['CON-300'],
    net: { amount: '115.02' },
    issuedOn: '2026-04-14',
    flags: [],
  });
  expect(changes).toEqual([['credited']]);
  expect(list(document, 'links').map((it) => [it['part'], it['id']])).toEqual([
    ['1', order(events, '1200007').id],
    ['2', order(events, '1200007').id],
  ]);
  const invoice = held(events, 'invoice', 'awk/invoice:S12/invoice/CON-300');
  expect(invoice.changes).toHaveLength(2); // as it was: what was billed stays billed
});

test('one statement number on 400 orders: 400 orders, one statement, nothing merges', () => {
  const statement = held(events, 'invoice', 'awk/statement:S16/ST-400');
  expect(statement.document).toMatchObject({ type: 'statement', number: 'ST-400' });
  expect(list(statement.document, 'lines')).toHaveLength(400);
  const orders = heldOf(events, 'work-order').filter(({ document }) =>
    referencesOf(document).some((it) => it.startsWith('awk/order:016')),
  );
  expect(orders).toHaveLength(400);
  for (const { document, changes } of orders) {
    expect([document['state'], document['flags']]).toEqual(['current', []]);
    expect(referencesOf(document)).toHaveLength(1);
    expect(changes).toEqual([['ordered']]);
  }
  expect(new Set(linksOf(statement.document, 'bills').values())).toEqual(new Set(orders.map(({ id }) => id)));
  expect(events.flatMap((it) => it.changes)).not.toContain('merged');
});
