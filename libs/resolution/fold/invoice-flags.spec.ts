import type { JsonObject } from '#libs/model/json.js';
import type { AcceptedContribution, HistoryEntry } from './accepted-contribution.js';
import { ofInvoice } from './invoice-flags.js';

const pounds = (amount: string): JsonObject => ({ amount, currency: 'GBP' });
const euros = (amount: string): JsonObject => ({ amount, currency: 'EUR' });
const line = (net: string, tax?: string): JsonObject => ({
  net: pounds(net),
  ...(tax === undefined ? {} : { tax: pounds(tax) }),
});
const DIFFERS = ['total-differs-from-lines'];

test.each<[string, JsonObject, readonly string[]]>([
  ['lines that add up', { net: pounds('3.00'), lines: [line('1'), line('2')] }, []],
  ['lines that do not', { net: pounds('3.00'), lines: [line('1'), {}] }, DIFFERS],
  ['no line says what it costs', { net: pounds('3.00'), gross: pounds('3.60'), lines: [{}] }, []],
  ['no total', { lines: [line('1', '0.20')] }, []],
  ['no lines', { net: pounds('3.00'), gross: pounds('3.60') }, []],
  [
    'a total with tax alone, and lines with theirs',
    { gross: pounds('3.60'), lines: [line('1', '0.20'), line('2', '0.40')] },
    [],
  ],
  [
    'the same, a penny off',
    { gross: pounds('3.61'), lines: [line('1', '0.20'), line('2', '0.40')] },
    DIFFERS,
  ],
  [
    'a total with tax and the tax',
    { tax: pounds('0.60'), gross: pounds('3.60'), lines: [line('1'), line('2')] },
    [],
  ],
  [
    'the same, and they do not fit',
    { tax: pounds('0.60'), gross: pounds('3.50'), lines: [line('1'), line('2')] },
    DIFFERS,
  ],
  [
    'a tax alone, and lines with theirs',
    { tax: pounds('0.60'), lines: [line('1', '0.20'), line('2', '0.40')] },
    [],
  ],
  [
    'the same, and they do not fit',
    { tax: pounds('0.61'), lines: [line('1', '0.20'), line('2', '0.40')] },
    DIFFERS,
  ],
  [
    'the net fits, the gross does not',
    { net: pounds('3'), gross: pounds('4'), lines: [line('1', '0.20'), line('2', '0.40')] },
    DIFFERS,
  ],
  ['nobody says what the tax is', { gross: pounds('3.60'), lines: [line('1'), line('2')] }, []],
  [
    'one line does not say what its tax is',
    { gross: pounds('3.60'), lines: [line('1', '0.20'), line('2')] },
    [],
  ],
  ['a line of a discount', { gross: pounds('1.20'), lines: [line('2', '0.40'), line('-1', '-0.20')] }, []],
  ['a total in another currency', { net: euros('3'), lines: [line('3')] }, DIFFERS],
  ['lines in two currencies', { net: pounds('3'), lines: [line('1'), { net: euros('2') }] }, DIFFERS],
])('totals and lines: %s', (_, fields, flags) => {
  expect(ofInvoice({ type: 'invoice', ...fields }, [])).toEqual(flags);
});

test.each<[string, JsonObject, boolean]>([
  ['a credit note', { type: 'credit-note', net: pounds('10'), gross: pounds('12') }, false],
  ['one with a negative total', { type: 'credit-note', net: pounds('-10') }, true],
  ['one with a negative total with tax', { type: 'credit-note', gross: pounds('-12') }, true],
  ['one of nothing', { type: 'credit-note', net: pounds('0.00') }, false],
  ['one that the buyer wrote', { type: 'self-billed-credit-note', net: pounds('-10') }, true],
  [
    'one with a line of a discount',
    { type: 'credit-note', net: pounds('9'), lines: [line('10'), line('-1')] },
    false,
  ],
  ['one without totals', { type: 'credit-note', lines: [line('1'), line('-10')] }, true],
  ['an invoice that takes back', { type: 'invoice', net: pounds('-10') }, false],
  ['a debit note that takes back', { type: 'debit-note', net: pounds('-10') }, false],
])('a negative credit note: %s', (_, fields, flagged) => {
  expect(ofInvoice(fields, []).includes('negative-credit-note')).toBe(flagged);
});

test('an invoice number under which two contents came is reused', () => {
  const entry = (hash: string, items: JsonObject): HistoryEntry => ({ version: '', arrival: 0, hash, items });
  const document = { documentHistory: [{}] };
  const flags = (...history: readonly HistoryEntry[]): readonly string[] =>
    ofInvoice({}, [{ history } as unknown as AcceptedContribution]);
  expect(flags(entry('a', document), entry('b', document))).toEqual(['number-reused']);
  expect(flags(entry('a', document), entry('a', document))).toEqual([]);
  expect(flags(entry('a', document), entry('b', {}))).toEqual([]);
});
