import type { LoggerService } from '@nestjs/common';
import type { Logger } from 'pino';

/** Nest's name for who tells what a request threw: a text from there is not Nest's own. */
const THROWN = 'ExceptionsHandler';

/**
 * What Nest says of itself, as lines of the same log. Its account of every module and route that it finds is `debug`: nothing has changed
 * its state. Of an error only what `errorFields` leaves is written; the text of a stack, which begins with the error's message, is not.
 */
export function nestLogger(logger: Logger): LoggerService {
  const at =
    (level: 'debug' | 'warn' | 'error' | 'fatal') =>
    (message: unknown, ...rest: readonly unknown[]): void => {
      const part = partOf(rest);
      const fields = part === undefined ? {} : { part };
      if (typeof message === 'string' && part !== THROWN) logger[level](fields, message);
      else logger[level]({ ...fields, err: message }, 'Nest met an error.');
    };
  return {
    log: at('debug'),
    debug: at('debug'),
    verbose: at('debug'),
    warn: at('warn'),
    error: at('error'),
    fatal: at('fatal'),
  };
}

/** Nest gives the name of who speaks last; before it, or in its place, may stand a stack. */
function partOf(rest: readonly unknown[]): string | undefined {
  const last = rest.at(-1);
  return typeof last === 'string' && !last.includes('\n') ? last : undefined;
}
