import { ConfigError, TransientError } from '#libs/model/errors.js';

/** How what came differs from what should have come, in words. Undefined: it does not. */
export function sequenceTrouble(expected: readonly string[], actual: readonly string[]): string | undefined {
  const missing = without(expected, actual);
  const extra = without(actual, expected);
  if (missing.length > 0 || extra.length > 0) {
    return [some(missing, 'missing'), some(extra, 'too many')].filter(Boolean).join(', ');
  }
  const at = expected.findIndex((name, index) => name !== actual[index]);
  return at < 0 ? undefined : `in another order: ${actual[at]} where ${expected[at]} should come`;
}

/** The same whatever the order. */
export const setTrouble = (expected: readonly string[], actual: readonly string[]): string | undefined =>
  sequenceTrouble([...expected].sort(), [...actual].sort());

export const errorText = (error: unknown): string =>
  error instanceof Error ? `${error.name}${codeOf(error)}: ${error.message}` : String(error);

/** A source may throw these two; anything else is a bug and would end the process. */
export const isDeclared = (error: unknown): boolean =>
  error instanceof TransientError || error instanceof ConfigError;

const codeOf = (error: Error): string => ('code' in error ? ` ${String(error.code)}` : '');

/** Each name of `names` that `others` has not, as often as it has it less. */
function without(names: readonly string[], others: readonly string[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const name of others) counts.set(name, (counts.get(name) ?? 0) + 1);
  return names.filter((name) => {
    const left = counts.get(name) ?? 0;
    counts.set(name, left - 1);
    return left <= 0;
  });
}

const some = (names: readonly string[], what: string): string =>
  names.length === 0 ? '' : `${names.length} ${what} (${names.slice(0, 3).join(', ')})`;
