import type { Functions } from '../syntax/direct.js';
import { textOf } from '../text.js';
import { code, codeTables, decide } from './coded-values.js';
import { date, instant, type DateRules } from './dates.js';
import { digest } from './digest.js';
import { decimal, money } from './numbers.js';
import { flag, asList, pad, uprn } from './texts.js';
import type { CodeRow } from '../mapping-spec.js';

/** What the functions of one stream need to know of it. */
export interface FunctionSettings extends DateRules {
  readonly system: string;
  readonly currency?: string;
  readonly codes: { readonly [table: string]: readonly CodeRow[] };
}

/**
 * The functions that Lintel adds to JSONata, by name without `$`. Each is pure, throws only RecordError, and (but for `decide` and
 * `list`) gives undefined for no value. `pad` takes the place of JSONata's own.
 */
export function makeFunctions(settings: FunctionSettings): Functions {
  const tables = codeTables(settings.codes);
  return {
    code: (table, value) => code(tables, settings.system, table, value),
    decide: (table, value) => decide(tables, table, value),
    instant: (value, ...hints) => instant(settings, value, ...hints),
    date: (value, ...hints) => date(settings, value, ...hints),
    money: (value, currency) => money(settings.currency, value, currency),
    decimal,
    pad,
    uprn,
    list: asList,
    flag,
    digest,
    text: textOf,
  };
}
