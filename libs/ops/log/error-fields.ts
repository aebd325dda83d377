import { types } from 'node:util';
import { DataRefused, StaleCheckpoint } from '#libs/model/batch.js';
import { Bug, ConfigError, RecordError, TransientError } from '#libs/model/errors.js';

/** What a log may show of an error. */
export interface ErrorFields {
  readonly name: string;
  readonly code?: string;
  /** Only of errors of ours: whoever makes one keeps values of records out of its message. */
  readonly message?: string;
  /** Of an error of the operating system: what was asked of it, as `mkdir /var/lib/lintel` or `listen 127.0.0.1:8081`. */
  readonly call?: string;
  /** The frames alone, one a line. */
  readonly stack?: string;
  readonly cause?: ErrorFields;
  readonly errors?: readonly ErrorFields[];
}

const OURS = [Bug, ConfigError, TransientError, RecordError, DataRefused, StaleCheckpoint];
const WORD = /^[\w$.-]{1,80}$/;
/** `    at async Ledger.ask (file:///…/ledger.ts:120:5)`: a frame ends with a place in a file. */
const FRAME = /^ {4}at (?:.+ \()?(?:file:\/\/|node:|\/|[A-Z]:\\|<anonymous>).*?\)?$/;
const DEEPEST = 4;
const MOST_ERRORS = 10;

/**
 * An error as a log may show it (I10). The message of an error that is not ours goes nowhere: a driver's quotes the values of its
 * statement, a parser's the text that it could not read. Whatever was thrown may be given; never throws.
 */
export function errorFields(error: unknown, depth = 0): ErrorFields {
  if (!types.isNativeError(error)) return { name: `thrown ${typeof error}`, ...codeOf(error) };
  const ours = OURS.some((kind) => error instanceof kind);
  const stack = frames(error);
  const { cause } = error;
  const deeper = depth < DEEPEST;
  return {
    name: WORD.test(error.name) ? error.name : 'Error',
    ...codeOf(error),
    ...(ours ? { message: error.message } : {}),
    ...callOf(error),
    ...(stack === '' ? {} : { stack }),
    ...(deeper && cause !== undefined ? { cause: errorFields(cause, depth + 1) } : {}),
    ...(deeper && error instanceof AggregateError
      ? { errors: error.errors.slice(0, MOST_ERRORS).map((one) => errorFields(one, depth + 1)) }
      : {}),
  };
}

function codeOf(error: unknown): { code?: string } {
  if (typeof error !== 'object' || error === null || !('code' in error)) return {};
  return typeof error.code === 'string' && WORD.test(error.code) ? { code: error.code } : {};
}

function callOf(error: NodeJS.ErrnoException): { call?: string } {
  const { errno, syscall } = error;
  if (typeof errno !== 'number' || syscall === undefined) return {};
  const { path, address, port } = error as { path?: string; address?: string; port?: number };
  const at = path ?? [address, port].filter((part) => part !== undefined).join(':');
  return { call: `${syscall} ${at}`.trimEnd() };
}

/** The stack begins with name and message, and a message may have lines that look like frames: what comes after it counts. */
function frames({ stack, message }: Error): string {
  if (typeof stack !== 'string') return '';
  const at = message === '' ? -1 : stack.indexOf(message);
  return framesIn(at < 0 ? stack : stack.slice(at + message.length));
}

const framesIn = (text: string): string =>
  text
    .split('\n')
    .filter((line) => FRAME.test(line))
    .join('\n');
