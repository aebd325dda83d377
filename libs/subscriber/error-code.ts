/** Words as programs name faults: `timeout`, `ECONNREFUSED`, `order-unknown`; or an SQLSTATE. */
const CODE = /^(?:[A-Za-z][A-Za-z0-9._-]{0,63}|\d{5})$/;

/**
 * What may be told of a failed handler: its `code` where it has one, else the name of its class. Never its message, which
 * may hold a value of the event (I10).
 */
export function errorCode(error: unknown): string {
  if (typeof error !== 'object' || error === null) return 'handler-failed';
  const { code, name } = error as { readonly code?: unknown; readonly name?: unknown };
  for (const word of [code, name])
    if (typeof word === 'string' && CODE.test(word) && word !== 'Error') return word;
  return 'handler-failed';
}
