import 'reflect-metadata';
import { program } from './program.js';
import { bugText, errorsIn, EXIT, plainError, printJson, shownError } from './output.js';
import { ConfigError } from '#libs/model/errors.js';

const onBug = (error: unknown): never => {
  process.stderr.write(`${bugText(error)}\n`);
  process.exit(EXIT.bug);
};
process.on('uncaughtException', onBug);
process.on('unhandledRejection', onBug);
/** Whoever read the answer has seen enough of it, as `head` does. */
process.stdout.on('error', (error: NodeJS.ErrnoException) =>
  error.code === 'EPIPE' ? process.exit() : onBug(error),
);

try {
  await program().parseAsync();
} catch (error) {
  const shown = errorsIn(error).map(shownError);
  const known = shown.flatMap((it) => it ?? []);
  if (known.length < shown.length) onBug(error);
  if (process.argv.includes('--json')) printJson({ errors: known });
  else for (const one of known) process.stderr.write(`${plainError(one)}\n`);
  process.exitCode =
    error instanceof ConfigError || error instanceof AggregateError ? EXIT.config : EXIT.later;
}
