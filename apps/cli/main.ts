import 'reflect-metadata';
import { bugText, EXIT } from './output.js';
import { runCommandLine } from './run-command-line.js';

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

await runCommandLine(process.argv.slice(2)).catch(onBug);
