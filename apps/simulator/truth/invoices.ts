import { pence } from '../seed/order.js';
import { INVOICE_NOTE } from '../finance/ubl.js';
import type { FinanceDocument, FinanceLine } from '../finance/document.js';
import {
  decimal,
  elements,
  exactly,
  personalElements,
  pounds,
  text,
  type Expected,
  type ExpectedLink,
} from './expected.js';
import { TAKEN, type Db } from './sql.js';

/**
 * Each number of a supplier and a type of document is one invoice. The supplier is its VAT id, else its legal id. A file that
 * repeats another under a new name says nothing new; another document under the same number takes its place, line for line, and
 * flags it. Amounts stand as the document has them: a credit note's are positive. A line bills the order it names, else the
 * one that the document names.
 */
export async function* expectedInvoices(db: Db): AsyncGenerator<Expected> {
  const orders = await knownOrders(db);
  const found = new Map<string, { readonly document: FinanceDocument; readonly reused: boolean }>();
  for (const document of await readableDocuments(db)) {
    const key = invoiceKey(supplierId(document), document.type, document.number);
    const before = found.get(key);
    const changed = before !== undefined && JSON.stringify(before.document) !== JSON.stringify(document);
    found.set(key, { document, reused: changed || before?.reused === true });
  }
  for (const [key, { document, reused }] of found) yield expectedInvoice(key, document, reused, orders);
}

export const invoiceKey = (supplier: string, type: string, number: string): string =>
  `invoice:${supplier}/${type}/${number}`;

const supplierId = ({ supplier }: FinanceDocument): string => supplier.vat ?? supplier.legal;

function expectedInvoice(
  key: string,
  document: FinanceDocument,
  reused: boolean,
  orders: ReadonlySet<string>,
): Expected {
  const { lines } = document;
  const unequal = lines.reduce((sum, line) => sum + pence(line.net), 0) !== pence(document.net);
  return {
    kind: 'invoice',
    key,
    references: undefined,
    fields: {
      type: exactly(document.type),
      number: exactly(document.number),
      supplier: exactly({ scheme: 'ubl/supplier', id: supplierId(document) }),
      issuedOn: exactly(document.issuedOn),
      dueOn: text(document.type === 'invoice' ? document.dueOn : undefined),
      corrects: document.corrects === undefined ? text(undefined) : exactly([document.corrects]),
      budgetCode: text(document.budget),
      net: pounds(document.net),
      tax: pounds(document.tax),
      gross: pounds(document.gross),
      lines: elements(
        'ref',
        lines.map((line) => [line.number, lineFields(line)] as const),
      ),
    },
    personal: {
      comments: exactly(INVOICE_NOTE),
      lines: personalElements(
        'ref',
        lines.map((line) => [line.number, { description: text(line.description) }] as const),
      ),
    },
    links: lines.flatMap((line) => billed(document, line, orders)),
    flags: [...(reused ? ['number-reused'] : []), ...(unequal ? ['total-differs-from-lines'] : [])],
  };
}

const lineFields = (line: FinanceLine): Expected['fields'] => ({
  quantity: decimal(line.quantity),
  net: pounds(line.net),
  rateCode: text(line.rate),
  taxCategory: exactly(line.taxCategory),
  taxPercent: decimal(line.taxPercent),
});

function billed(
  document: FinanceDocument,
  line: FinanceLine,
  orders: ReadonlySet<string>,
): readonly ExpectedLink[] {
  const order = line.order ?? document.order;
  if (order === undefined || order === '') return [];
  return [
    { type: 'bills', reference: `uh/workOrder:${order}`, linked: orders.has(order), part: line.number },
  ];
}

/** In the order they were dropped; without what can only be a dead letter. */
async function readableDocuments(db: Db): Promise<readonly FinanceDocument[]> {
  const { rows } = await db.query<{ content: FinanceDocument }>(
    `select content from sim.invoice_file where written is not null and mode <> 'malformed'
       and content->>'typeCode' in ('380', '381') order by written, sid`,
  );
  return rows.map((row) => row.content);
}

/** Whoever spoke of an order founded it. */
async function knownOrders(db: Db): Promise<ReadonlySet<string>> {
  const { rows } = await db.query<{ ref: string }>(
    `select trim(wo_ref) as ref from rmworder union select content->>'order' from sim.delivery where ${TAKEN}`,
  );
  return new Set(rows.map((row) => row.ref));
}
