import type { JsonObject } from '#libs/model/json.js';
import { recordsOf } from './records.js';

/** What is too long for a fixture: the fixture's own records, made many. */
const many = <T>(count: number, make: (number: number) => T): readonly T[] =>
  Array.from({ length: count }, (_, index) => make(index + 1));

const firstOf = (records: readonly JsonObject[]): JsonObject => records[0] ?? {};

const lineOf = (invoice: JsonObject): JsonObject => firstOf(invoice['Lines'] as readonly JsonObject[]);

const HOMES = many(500, (number) => String(71_100 + number));

export const plannedOrder: JsonObject = {
  ...firstOf(recordsOf('orders', 'planned-order-of-many-homes')),
  OrderReference: '200500',
  PropertyReferences: HOMES,
};

export const homes: readonly JsonObject[] = HOMES.map((reference) => ({
  ...firstOf(recordsOf('properties', 'planned-order-of-many-homes')),
  Property_ref: reference,
  UPRN: `1000900${reference}`,
}));

const invoiceFixture = recordsOf('invoices', 'consolidated-invoice');

/** 300 lines over 100 orders, most of them equal in all but their number; 300 × 57.51 = 17253.00. */
export const consolidatedInvoice: JsonObject = {
  ...firstOf(invoiceFixture),
  InvoiceNumber: 'CON-300',
  NetValue: '17253.00',
  VatValue: '3450.00',
  GrossValue: '20703.00',
  Lines: many(300, (number) => ({
    ...lineOf(firstOf(invoiceFixture)),
    LineNumber: number,
    WorksOrderRef: String(1_200_001 + ((number - 1) % 100)),
  })),
};

/** Takes back lines 7 and 107, which billed one order twice. */
export const creditNote: JsonObject = {
  ...invoiceFixture[1],
  InvoiceNumber: 'CON-300-CN',
  Corrects: 'CON-300',
  NetValue: '115.02',
  VatValue: '23.00',
  GrossValue: '138.02',
  Lines: many(2, (number) => ({
    ...lineOf(firstOf(invoiceFixture)),
    LineNumber: number,
    WorksOrderRef: '1200007',
  })),
};

export const billedOrders: readonly JsonObject[] = many(100, (number) => ({
  ...firstOf(recordsOf('orders', 'one-statement-of-many-orders')),
  OrderReference: String(1_200_000 + number),
  StatementNumber: null,
}));

/** 400 orders that carry one number, and the 400 rows of the statement that has it. */
export const statementOrders: readonly JsonObject[] = many(400, (number) => ({
  ...firstOf(recordsOf('orders', 'one-statement-of-many-orders')),
  OrderReference: String(1_601_000 + number),
  StatementNumber: 'ST-400',
}));

export const statementRows: readonly JsonObject[] = statementOrders.map((order, index) => ({
  ...firstOf(recordsOf('statements', 'one-statement-of-many-orders')),
  Statement_No: 'ST-400',
  Line_No: String(index + 1),
  Job_No: order['OrderReference'] ?? null,
}));
