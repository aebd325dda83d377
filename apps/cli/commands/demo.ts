import { Command } from 'commander';
import { runDemo } from '../demo/demo.js';

export function demoCommand(): Command {
  return new Command('demo')
    .description('the demo of `npm start`: its own database, broker and pretend systems')
    .option(
      '--once',
      'seed, stop the simulator, drain every stream, compare with its truth; exit 0 only if all agree',
    )
    .option('--reset', 'begin anew: throw away everything the demo stored')
    .action(async (options: { readonly once?: boolean; readonly reset?: boolean }) => {
      process.exitCode = await runDemo({ once: options.once === true, reset: options.reset === true });
    });
}
