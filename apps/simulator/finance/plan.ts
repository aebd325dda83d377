import { DAY, type Wall } from '../london.js';
import type { Random } from '../random.js';
import type { Numbers } from '../seed/numbers.js';
import { pounds, type Order } from '../seed/order.js';
import type { FileMode, FinanceDocument, InvoiceFile } from './document.js';
import { inventCreditNote, inventDocument, totals } from './invent.js';

interface Draft {
  readonly document: FinanceDocument;
  readonly mode?: FileMode;
  /** Seconds after the beginning. */
  readonly wait?: number;
}

/**
 * The files of a seeded estate, in the order they are dropped: about three for a hundred orders. One in ten is
 * a month's consolidated invoice, some are credit notes, some come again under another name; one each is malformed, half-written
 * for a while, of an unknown type, negative, full of equal lines, and sent again under its number with other content.
 */
export function inventFiles(
  r: Random,
  numbers: Numbers,
  input: { readonly orders: readonly Order[]; readonly now: Wall; readonly begin: Date },
): InvoiceFile[] {
  const { now, begin } = input;
  const billable = input.orders.filter(({ life }) => life.done !== undefined && life.done > now - 540 * DAY);
  const single = billable
    .filter(() => r.chance(0.055))
    .map((order) => inventDocument(r, wishFor(numbers.invoice(), [order], now, false)));
  const monthly = consolidated(r, numbers, billable, now);
  const usual = [...single, ...monthly];
  const credits = usual
    .filter(() => r.chance(0.07))
    .map((it) => inventCreditNote(r, it, Math.min(Date.parse(it.issuedOn) + 9 * DAY, now)));
  const again = usual.filter(() => r.chance(0.025));
  const drafts: Draft[] = [...usual, ...credits].map((document) => ({ document }));
  drafts.push(...again.map((document) => ({ document, wait: r.int(0, 5) })));
  drafts.push(...specials(r, numbers, billable, now));
  return drafts
    .sort((a, b) => (a.wait ?? 0) - (b.wait ?? 0))
    .map(({ document, mode = 'whole', wait = 0 }, n) => ({
      name: fileName(n + 1, document),
      mode,
      due: new Date(begin.getTime() + wait * 1000),
      content: document,
    }));
}

export const fileName = (n: number, document: FinanceDocument): string =>
  `${String(n).padStart(7, '0')}-${document.number}.xml`;

export const wishFor = (number: string, orders: readonly Order[], now: Wall, isConsolidated: boolean) => {
  const done = Math.max(...orders.map(({ life, created }) => life.done ?? created));
  const supplier = orders[0]?.row.sup_ref ?? '';
  return { number, orders, issued: Math.min(done + 5 * DAY, now), supplier, consolidated: isConsolidated };
};

/** Each supplier's orders of a month on one invoice, up to 60 lines. */
function consolidated(r: Random, numbers: Numbers, billable: readonly Order[], now: Wall): FinanceDocument[] {
  const months = new Map<string, Order[]>();
  for (const order of billable) {
    const month = `${order.row.sup_ref ?? ''} ${new Date(order.life.done ?? 0).toISOString().slice(0, 7)}`;
    months.set(month, [...(months.get(month) ?? []), order]);
  }
  return [...months.values()]
    .filter((orders) => orders.length > 1)
    .map((orders) => inventDocument(r, wishFor(numbers.invoice(), orders.slice(0, r.int(2, 45)), now, true)));
}

function specials(r: Random, numbers: Numbers, billable: readonly Order[], now: Wall): Draft[] {
  const take = (): FinanceDocument | undefined => {
    const order = billable.length > 0 ? r.pick(billable) : undefined;
    return order && inventDocument(r, wishFor(numbers.invoice(), [order], now, false));
  };
  const [broken, half, unknown, negative, equal, reused] = [take(), take(), take(), take(), take(), take()];
  if (!broken || !half || !unknown || !negative || !equal || !reused) return [];
  return [
    { document: broken, mode: 'malformed' },
    { document: half, mode: 'slow', wait: 1 },
    { document: { ...unknown, typeCode: '999' } },
    { document: minus(negative) },
    { document: withEqualLines(equal) },
    { document: reused },
    { document: withOtherContent(reused), wait: 6 },
  ];
}

/** A correction as a negative invoice: 380 with minus. */
function minus(document: FinanceDocument): FinanceDocument {
  const lines = document.lines.map((line) => ({
    ...line,
    quantity: `-${line.quantity}`,
    net: pounds(-Number(line.net.replace('.', ''))),
  }));
  return { ...document, lines, ...totals(lines, 0) };
}

/** Lines that are equal in all but their number are real: the same door was eased in twelve flats. */
function withEqualLines(document: FinanceDocument): FinanceDocument {
  const first = document.lines[0];
  if (!first) return document;
  const lines = Array.from({ length: 12 }, (_, n) => ({ ...first, number: String(n + 1) }));
  return { ...document, lines, ...totals(lines, 0) };
}

/** Another document under the same number: fewer lines, other amounts. */
function withOtherContent(document: FinanceDocument): FinanceDocument {
  const lines = document.lines.slice(0, 1).map((line) => ({ ...line, quantity: '3.00', net: '123.45' }));
  return { ...document, lines, ...totals(lines, 0) };
}
