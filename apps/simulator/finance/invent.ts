import { mark } from '../invented.js';
import { DAY, dateText, type Wall } from '../london.js';
import type { Random } from '../random.js';
import { pence, pounds, type Order } from '../seed/order.js';
import type { FinanceDocument, FinanceLine, Supplier } from './document.js';

/** By `sup_ref` of the housing system. One is not registered for VAT. */
export const SUPPLIERS: Readonly<Record<string, Supplier>> = {
  H01: { name: `${mark('supplier')} Hawthorn Repairs Ltd`, vat: 'GB999100001', legal: '09910001' },
  H02: { name: `${mark('supplier')} Quillfeather Homes & Sons Ltd`, vat: 'GB999100002', legal: '09910002' },
  '00417': { name: `${mark('supplier')} Tarn Building Services`, legal: '00991003' },
  A05: { name: `${mark('supplier')} Old Mill Lifts Ltd`, vat: 'GB999100005', legal: '09910005' },
};

export interface DocumentWish {
  readonly number: string;
  readonly issued: Wall;
  readonly supplier: string;
  readonly orders: readonly Order[];
  /** True where every line names its order; else the document names the one. */
  readonly consolidated: boolean;
}

export function inventDocument(r: Random, wish: DocumentWish, mostLines = 60): FinanceDocument {
  const reverseCharge = wish.supplier === 'A05';
  const lines = wish.orders
    .flatMap((order) => order.tasks.map((task) => ({ order, task })))
    .slice(0, mostLines)
    .map(({ order, task }, n): FinanceLine => ({
      number: String(n + 1),
      ...(wish.consolidated ? { order: order.row.wo_ref ?? '' } : {}),
      orderLine: String(task.task_no),
      quantity: task.est_units ?? '1.00',
      net: task.est_cost ?? '0.00',
      rate: task.job_code ?? '',
      taxCategory: reverseCharge ? 'AE' : 'S',
      taxPercent: reverseCharge ? '0.00' : '20.00',
      description: `${task.job_code ?? ''} ${mark('invoice-line')} flat ${r.int(1, 40)}`,
    }));
  return {
    type: 'invoice',
    typeCode: '380',
    number: wish.number,
    issuedOn: dateText(wish.issued),
    dueOn: dateText(wish.issued + 30 * DAY),
    supplier: SUPPLIERS[wish.supplier] ?? { name: wish.supplier, legal: wish.supplier },
    ...(r.chance(0.7) ? { budget: wish.orders[0]?.row.u_budget ?? '' } : {}),
    ...(wish.consolidated ? {} : { order: wish.orders[0]?.row.wo_ref ?? '' }),
    lines,
    ...totals(lines, r.chance(0.03) ? r.pick([-1, 1]) : 0),
  };
}

/** Header totals of the lines, off by `odd` pence: suppliers round where they should not. */
export function totals(
  lines: readonly FinanceLine[],
  odd: number,
): Pick<FinanceDocument, 'net' | 'tax' | 'gross'> {
  const net = lines.reduce((sum, line) => sum + pence(line.net), odd);
  const tax = lines[0]?.taxCategory === 'S' ? Math.round(net / 5) : 0;
  return { net: pounds(net), tax: pounds(tax), gross: pounds(net + tax) };
}

/** Takes some lines of an invoice back; amounts of a credit note are positive. */
export function inventCreditNote(r: Random, invoice: FinanceDocument, issued: Wall): FinanceDocument {
  const lines = invoice.lines
    .slice(0, Math.max(1, Math.floor(invoice.lines.length / 2)))
    .map((line, n) => ({ ...line, number: String(n + 1) }));
  const { budget: _budget, ...rest } = invoice;
  return {
    ...rest,
    type: 'credit-note',
    typeCode: '381',
    number: invoice.number.replace('INV', r.pick(['CN', 'CRN'])),
    issuedOn: dateText(issued),
    corrects: invoice.number,
    lines,
    ...totals(lines, 0),
  };
}
