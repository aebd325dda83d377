/**
 * Tells whether an error can only come from code that is wrong: a value of another type or range than a function takes, a name that does
 * not exist. Such an error may carry a code (`ERR_INVALID_ARG_TYPE`) as the network's do; it is a bug all the same, and no outage.
 */
export const isProgrammingError = (error: unknown): boolean =>
  error instanceof TypeError ||
  error instanceof RangeError ||
  error instanceof ReferenceError ||
  error instanceof SyntaxError;
