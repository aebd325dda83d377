import { destination } from 'pino';
import { prettyFactory } from 'pino-pretty';

/** Takes whole lines, each with its line end. Has written them when it returns. */
export interface LogOutput {
  write(line: string): unknown;
}

/** Characters that wait while the log cannot be written (a full disk); what comes on top is dropped. */
const MOST_WAITING = 1_048_576;

/**
 * Standard output. It is written to at once, so that the last line of a process that ends is there. Where it cannot be written to (whoever
 * read it has gone, the disk is full) lines are lost and the process goes on.
 */
export function standardOutput(): LogOutput {
  const stdout = destination({ dest: 1, sync: true, maxLength: MOST_WAITING });
  stdout.on('error', () => undefined);
  return stdout;
}

/** For a person at a terminal: `14:02:11 WARN universal-housing/orders [credentials-refused] …`, in the time of this machine. */
export function prettyOutput(output: LogOutput, colorize: boolean): LogOutput {
  const pretty = prettyFactory({
    colorize,
    translateTime: 'SYS:HH:MM:ss',
    singleLine: true,
    messageKey: 'message',
    errorLikeObjectKeys: ['err'],
    ignore: 'part,connector,stream,code',
    messageFormat: ({ part, connector, stream, code, message }) =>
      [part ?? [connector, stream].filter(Boolean).join('/'), code && `[${String(code)}]`, message]
        .filter(Boolean)
        .join(' '),
  });
  return { write: (line) => output.write(pretty(line)) };
}
