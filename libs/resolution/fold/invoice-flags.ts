import { Decimal } from 'decimal.js';
import { isObject, type JsonObject, type JsonValue } from '#libs/model/json.js';
import type { AcceptedContribution } from './accepted-contribution.js';

/** Flags for what is odd about an invoice, in no order. */
export function ofInvoice(fields: JsonObject, accepted: readonly AcceptedContribution[]): readonly string[] {
  const flags: string[] = [];
  if (documents(accepted).size > 1) flags.push('number-reused');
  if (differsFromLines(fields)) flags.push('total-differs-from-lines');
  if (isNegativeCredit(fields)) flags.push('negative-credit-note');
  return flags;
}

/**
 * Hashes of all contents that came under this document number. Two documents may have the same date and total, so contents are compared.
 */
const documents = (accepted: readonly AcceptedContribution[]): ReadonlySet<string> =>
  new Set(
    accepted
      .flatMap((it) => it.history)
      .filter((entry) => entry.items['documentHistory'] !== undefined)
      .map((entry) => entry.hash),
  );

interface Amount {
  readonly amount: Decimal;
  readonly currency: string;
}

/**
 * Each total that is stated is compared with what the lines add up to, exactly. Lines that state no tax can be added up to a total with tax
 * only where the document states the tax; where nobody states it, nobody can compare.
 */
function differsFromLines(fields: JsonObject): boolean {
  const priced = list(fields['lines']).filter((line) => amountOf(line['net']) !== undefined);
  if (priced.length === 0) return false;
  const nets = priced.flatMap((line) => amountOf(line['net']) ?? []);
  const taxes = priced.flatMap((line) => amountOf(line['tax']) ?? []);
  const [net, tax, gross] = ['net', 'tax', 'gross'].map((name) => amountOf(fields[name]));
  const allTaxes = taxes.length === nets.length ? taxes : undefined;
  const taxesOfGross = allTaxes ?? (tax && [tax]);
  return (
    isOther(net, nets) || isOther(tax, allTaxes) || isOther(gross, taxesOfGross && [...nets, ...taxesOfGross])
  );
}

/** Two currencies cannot be added: such a total is other than its parts, whatever they are. */
const isOther = (total: Amount | undefined, parts: readonly Amount[] | undefined): boolean =>
  total !== undefined &&
  parts !== undefined &&
  (parts.some((part) => part.currency !== total.currency) ||
    !Decimal.sum(0, ...parts.map((part) => part.amount)).equals(total.amount));

const CREDITS: ReadonlySet<unknown> = new Set(['credit-note', 'self-billed-credit-note']);

/** A credit note takes back what its amounts say; negative ones would take back a taking back. Single lines may be negative. */
function isNegativeCredit(fields: JsonObject): boolean {
  if (!CREDITS.has(fields['type'])) return false;
  const totals = ['net', 'tax', 'gross'].flatMap((name) => amountOf(fields[name]) ?? []);
  if (totals.length > 0) return totals.some(({ amount }) => amount.lessThan(0));
  const nets = list(fields['lines']).flatMap((line) => amountOf(line['net']) ?? []);
  return Decimal.sum(0, ...nets.map(({ amount }) => amount)).lessThan(0);
}

const list = (value: JsonValue | undefined): readonly JsonObject[] =>
  Array.isArray(value) ? (value as readonly JsonValue[]).filter(isObject) : [];
const amountOf = (value: JsonValue | undefined): Amount | undefined =>
  isObject(value) && typeof value['amount'] === 'string' && typeof value['currency'] === 'string'
    ? { amount: new Decimal(value['amount']), currency: value['currency'] }
    : undefined;
