import { RecordError } from '#libs/model/errors.js';
import type { JsonObject } from '#libs/model/json.js';
import { Decimal } from 'decimal.js';
import { textOf } from '../text.js';

const DECIMAL = /^[+-]?(\d+(\.\d*)?|\.\d+)$/;
const Exact = Decimal.clone({ precision: 100 });

/**
 * `$decimal(value)`: decimal text without needless zeros: `3.00` → `3`, `-.5` → `-0.5`. Undefined for no value. Throws RecordError
 * `bad-number` for anything else, also above 60 characters.
 */
export function decimal(value: unknown): string | undefined {
  const text = textOf(value);
  return text === undefined ? undefined : parseDecimal(text).toFixed();
}

/**
 * `$money(value, currency?)`: `{ amount, currency }`. The amount is decimal text with the currency's own places (`57` → `57.00`), and with
 * more where they are not zero. Thousands separators and signs of currencies are refused: which is which would be a guess (I7).
 * Undefined for no value. Throws RecordError `bad-number`, `no-currency`, `bad-currency`.
 */
export function money(
  connectorCurrency: string | undefined,
  value: unknown,
  currencyGiven?: unknown,
): JsonObject | undefined {
  const text = textOf(value);
  if (text === undefined) return undefined;
  const currency = textOf(currencyGiven) ?? connectorCurrency;
  if (currency === undefined)
    throw new RecordError('no-currency', 'The amount has no currency, and the connector names none.');
  if (!/^[A-Z]{3}$/.test(currency))
    throw new RecordError('bad-currency', 'The currency is not an ISO 4217 code.');
  const amount = parseDecimal(text);
  return { amount: amount.toFixed(Math.max(amount.decimalPlaces(), places(currency))), currency };
}

function parseDecimal(text: string): Decimal {
  if (!DECIMAL.test(text) || text.length > 60)
    throw new RecordError('bad-number', 'The text is not a decimal number.');
  const number = new Exact(text);
  return number.isZero() ? new Exact(0) : number;
}

const placesOf = new Map<string, number>();
function places(currency: string): number {
  const places =
    placesOf.get(currency) ??
    new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ??
    2;
  placesOf.set(currency, places);
  return places;
}
