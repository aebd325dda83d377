import type { JsonValue } from '#libs/model/json.js';

/** Many digits, or an exponent of three. */
const MAYBE_INEXACT = /\d[\d.]{15}|\d[eE][+-]?\d{3}/;
/** A JavaScript number keeps any 15 significant decimal digits. */
const EXACT_DIGITS = 15;

/**
 * `JSON.parse`, except that a number that JavaScript cannot hold (an account or order number of 17 digits, `1e400`) becomes its own text
 * (I8). Throws SyntaxError. Its message quotes the content, so nobody may pass it on (I10).
 */
export function parseExact(text: string): JsonValue {
  if (!MAYBE_INEXACT.test(text)) return JSON.parse(text) as JsonValue;
  return JSON.parse(text, keepExact) as JsonValue;
}

/** The third argument is in the language since ES2026 ("JSON.parse source text access") and in Node since 21. */
function keepExact(_key: string, value: unknown, context?: { readonly source?: string }): unknown {
  if (typeof value !== 'number' || context?.source === undefined) return value;
  const digits = context.source
    .replace(/[eE].*$/, '')
    .replace(/[-.]/g, '')
    .replace(/^0+/, '');
  const isLost = !Number.isFinite(value) || (value === 0 && digits !== '');
  return isLost || digits.length > EXACT_DIGITS ? context.source : value;
}
