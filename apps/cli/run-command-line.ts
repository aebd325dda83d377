import { ConfigError } from '#libs/model/errors.js';
import { errorsIn, EXIT, plainError, printJson, shownError } from './output.js';
import { program } from './program.js';

/**
 * Runs one command, given as the words after `lintel`. Prints its answer or its errors and sets the exit code of this process; 0 stays unset.
 * Throws what nobody expected.
 */
export async function runCommandLine(words: readonly string[]): Promise<void> {
  try {
    await program().parseAsync([...words], { from: 'user' });
  } catch (error) {
    const shown = errorsIn(error).map(shownError);
    const known = shown.flatMap((it) => it ?? []);
    if (known.length < shown.length) throw error;
    if (words.includes('--json')) printJson({ errors: known });
    else for (const one of known) process.stderr.write(`${plainError(one)}\n`);
    process.exitCode =
      error instanceof ConfigError || error instanceof AggregateError ? EXIT.config : EXIT.later;
  }
}
