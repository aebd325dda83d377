import { ConsoleLogger } from '@nestjs/common';
import type { Runtime } from '#libs/pipeline/runtime.js';

/** JSON lines on stdout, or plain ones where a person looks on. One line per change of state, nothing when all is well. */
export const makeLogger = (json: boolean): ConsoleLogger =>
  new ConsoleLogger({ json, colors: !json, prefix: 'lintel', logLevels: ['log', 'warn', 'error', 'fatal'] });

export const streamLog =
  (logger: ConsoleLogger): Runtime['log'] =>
  ({ level, message, stream, code }) => {
    const text = [stream, code === undefined ? undefined : `[${code}]`, message].filter(Boolean).join(' ');
    if (level === 'error') logger.error(text);
    else if (level === 'warn') logger.warn(text);
    else logger.log(text);
  };
