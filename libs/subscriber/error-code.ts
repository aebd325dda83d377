/** A word as programs name faults: `timeout`, `ECONNREFUSED`, `order-unknown`; or an SQLSTATE. */
const CODE = /^(?:[A-Za-z][A-Za-z0-9._-]{0,63}|\d{5})$/;

/**
 * The code that may be told of an error of a handler: its `code` where that is such a word, else the name of its class, else `handler-failed`.
 * Never its message, which may hold a value of the event (I10).
 */
export function errorCode(error: unknown): string {
  if (typeof error !== 'object' || error === null) return 'handler-failed';
  const { code, name } = error as { readonly code?: unknown; readonly name?: unknown };
  for (const word of [code, name])
    if (typeof word === 'string' && CODE.test(word) && word !== 'Error') return word;
  return 'handler-failed';
}
