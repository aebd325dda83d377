import { Command } from 'commander';
import { EXIT, print } from '../output.js';

export function schemaCommands(): Command {
  const generate = new Command('generate')
    .description('make topic schemas and types from schemas/model')
    .option('--check', 'change nothing; exit 1 where a file is stale')
    .action(async ({ check }: { check?: boolean }) => {
      // only a checkout has what it needs: the image goes without development dependencies
      const { generateSchemas } = await import('../schemas/generate.js');
      const stale = await generateSchemas(process.cwd(), check === true);
      for (const path of stale) print(`${check ? 'stale' : 'written'}: ${path}`);
      if (check === true && stale.length > 0) process.exitCode = EXIT.no;
    });
  return new Command('schemas').description('the published schemas').addCommand(generate);
}
