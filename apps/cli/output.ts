import { InvalidArgumentError } from 'commander';
import { ConfigError, RecordError, TransientError } from '#libs/model/errors.js';
import { errorFields } from '#libs/ops/log/error-fields.js';

/** Exit codes: 0 done, 1 the answer is no, 2 something must be set or mended first, 3 try again later, 70 a bug. */
export const EXIT = { ok: 0, no: 1, config: 2, later: 3, bug: 70 } as const;

export interface Shown {
  readonly code: string;
  readonly message: string;
  readonly place?: string;
  readonly path?: string;
  readonly way?: string;
}

/** An error as a person or a program reads it; `undefined` for a bug. */
export function shownError(error: unknown): Shown | undefined {
  if (error instanceof ConfigError) {
    const { code, message, place, way } = error;
    const at = place && [place.file, place.line, place.column].filter((it) => it !== undefined).join(':');
    return {
      code,
      message,
      ...(at === undefined ? {} : { place: at }),
      ...(place?.path === undefined ? {} : { path: place.path }),
      ...(way === undefined ? {} : { way }),
    };
  }
  if (error instanceof TransientError || error instanceof RecordError)
    return { code: error.code, message: error.message };
  return undefined;
}

export const plainError = ({ code, message, place, path, way }: Shown): string =>
  [
    `${place === undefined ? '' : `${place}  `}${code}: ${message}`,
    path === undefined ? undefined : `    at ${path}`,
    way === undefined ? undefined : `    ${way}`,
  ]
    .filter(Boolean)
    .join('\n');

/** An error that nobody expected: what kind, and where in the code. Its message may quote a record, so it is not shown (I10). */
export function bugText(error: unknown): string {
  const { name, code, message, call, stack } = errorFields(error);
  const kind = [name, code && `(${code})`, message, call].filter(Boolean).join(' ');
  return [`A bug in Lintel: ${kind}`, stack].filter(Boolean).join('\n');
}

/** Several errors at once, as readConfiguration throws them. */
export function errorsIn(error: unknown): readonly unknown[] {
  return error instanceof AggregateError ? error.errors : [error];
}

export const printJson = (value: unknown): void =>
  void process.stdout.write(`${JSON.stringify(value, null, 2)}\n`);
export const print = (text: string): void => void process.stdout.write(`${text}\n`);

/** Columns of text, each as wide as its widest cell. */
export function table(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** The value of an option that counts something. */
export function wholeNumber(text: string): number {
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('It must be a whole number of at least 1.');
}
