import type { LoggerService } from '@nestjs/common';
import { pino, stdTimeFunctions } from 'pino';
import { isColorSupported } from 'pino-pretty';
import type { Log, LogLevel } from '#libs/model/log-line.js';
import { CENSORED } from './censored.js';
import { errorFields } from './error-fields.js';
import { prettyOutput, standardOutput, type LogOutput } from './log-output.js';
import { nestLogger } from './nest-logger.js';

/** The log of one app. */
export interface AppLog {
  readonly line: Log;
  /** An error that nobody expected: its kind and where it came from, never what it says (I10). Written when it returns. */
  readonly bug: (error: unknown) => void;
  /** For what Nest says of itself. */
  readonly nest: LoggerService;
}

export interface LogOptions {
  /** Lines below it are not written; default `info`. */
  readonly level?: LogLevel;
  /** Default: standard output; for a person where it is a terminal, JSON lines elsewhere. */
  readonly output?: LogOutput;
}

/** Opens the log of an app: one JSON object a line, with `level` in words and `time` in ISO 8601. */
export function openLog({ level = 'info', output = ownOutput() }: LogOptions = {}): AppLog {
  const logger = pino(
    {
      level,
      base: null,
      timestamp: stdTimeFunctions.isoTime,
      messageKey: 'message',
      formatters: { level: (label) => ({ level: label }) },
      serializers: { err: errorFields },
      redact: { paths: CENSORED, censor: '[censored]' },
    },
    output,
  );
  return {
    line: ({ level: at, message, ...fields }) => logger[at](fields, message),
    bug: (err) => logger.fatal({ err }, 'A bug. The process ends; nothing that was committed is lost.'),
    nest: nestLogger(logger),
  };
}

function ownOutput(): LogOutput {
  const stdout = standardOutput();
  return process.stdout.isTTY ? prettyOutput(stdout, isColorSupported) : stdout;
}
