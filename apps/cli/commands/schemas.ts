import { Command } from 'commander';
import type { Finding } from '#libs/contract/compat/contract.js';
import { EXIT, plainError, print, printJson } from '../output.js';
import { checkContract, isBroken } from '#libs/contract/check-contract.js';
import { releaseContract } from '#libs/contract/release.js';
import { registerCommand } from './register-schemas.js';

interface Json {
  readonly json?: boolean;
}

export function schemaCommands(): Command {
  return new Command('schemas')
    .description('the published schemas')
    .addCommand(generateCommand())
    .addCommand(checkCommand())
    .addCommand(releaseCommand())
    .addCommand(registerCommand());
}

const generateCommand = (): Command =>
  new Command('generate')
    .description('make topic schemas, asyncapi.yaml and types from schemas/model')
    .option('--check', 'change nothing; exit 1 where a file is stale')
    .action(async ({ check }: { check?: boolean }) => {
      // only a checkout has what it needs: the image goes without development dependencies
      const { generateSchemas } = await import('#libs/contract/generate.js');
      const stale = await generateSchemas(process.cwd(), check === true);
      for (const path of stale) print(`${check ? 'stale' : 'written'}: ${path}`);
      if (check === true && stale.length > 0) process.exitCode = EXIT.no;
    });

const checkCommand = (): Command =>
  new Command('check')
    .description('compare the schemas with the newest release; exit 1 where a subscriber would break')
    .option('--json', 'answer in JSON')
    .action(async ({ json }: Json) => {
      const checked = await checkContract(process.cwd());
      const { newest, findings } = checked;
      const broken = isBroken(checked);
      if (json) printJson({ compatible: !broken, release: newest?.number, findings });
      else {
        for (const finding of findings) print(shown(finding));
        if (!newest && !broken) print('No release yet: nothing to compare with.');
        else if (!broken) print(`Nothing breaks a subscriber of release ${newest?.number}.`);
      }
      if (broken) process.exitCode = EXIT.no;
    });

const releaseCommand = (): Command =>
  new Command('release')
    .description('keep the schemas as they stand as the next release, for ever')
    .option('--json', 'answer in JSON')
    .action(async ({ json }: Json) => {
      const manifest = await releaseContract(process.cwd(), new Date().toISOString().slice(0, 10));
      if (json) printJson(manifest);
      else print(`Release ${manifest.release}: schemas/releases/${manifest.release}. Commit it.`);
    });

const shown = ({ code, breaking, file, path, what, way }: Finding): string =>
  breaking
    ? plainError({
        code,
        message: what,
        place: `schemas/${file}`,
        path,
        ...(way === undefined ? {} : { way }),
      })
    : `ok  schemas/${file}  ${code} at ${path}: ${what}`;
