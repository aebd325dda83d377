import 'reflect-metadata';
import { program } from './program.js';
import { errorsIn, EXIT, plainError, printJson, shownError } from './output.js';
import { ConfigError } from '#libs/model/errors.js';

try {
  await program().parseAsync();
} catch (error) {
  const shown = errorsIn(error).map(shownError);
  const known = shown.flatMap((it) => it ?? []);
  if (known.length < shown.length) throw error;
  if (process.argv.includes('--json')) printJson({ errors: known });
  else for (const one of known) process.stderr.write(`${plainError(one)}\n`);
  process.exitCode =
    error instanceof ConfigError || error instanceof AggregateError ? EXIT.config : EXIT.later;
}
