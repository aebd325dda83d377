import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { Command } from 'commander';
import { ConfigError } from '#libs/model/errors.js';
import { errno } from '#libs/sources/errno.js';
import { verifyFolder, type VerifiedFile } from '#libs/sources/attachments/verify-folder.js';
import { attachmentsFolder, surroundingAttachments } from '../connection.js';
import { EXIT, print, printJson, table } from '../output.js';

export function attachmentCommands(): Command {
  return new Command('attachments')
    .description('the files that records brought along, in the folder LINTEL_ATTACHMENTS')
    .addCommand(getCommand())
    .addCommand(verifyCommand());
}

const getCommand = (): Command =>
  new Command('get')
    .description('one file, which may be personal')
    .argument('<uri>', 'as lintel-attachment:sha256/…')
    .option('-o, --output <file>', 'write it there instead of to the standard output; never over a file')
    .action(async (uri: string, { output }: { readonly output?: string }) => {
      const bytes = await surroundingAttachments().open(uri);
      if (bytes === undefined)
        throw new ConfigError(
          'unknown-attachment',
          `There is no such attachment in ${attachmentsFolder()}.`,
          undefined,
          'Take the URI from an event, and set LINTEL_ATTACHMENTS as the connector app has it.',
        );
      if (output === undefined) return pipeline(bytes, process.stdout, { end: false });
      try {
        await pipeline(bytes, createWriteStream(output, { flags: 'wx', mode: 0o600 }));
      } catch (error) {
        throw unwritten(output, error);
      }
    });

const verifyCommand = (): Command =>
  new Command('verify')
    .description('is each stored file still what its name says')
    .option('--json', 'answer in JSON')
    .action(async ({ json }: { readonly json?: boolean }) => {
      const folder = attachmentsFolder();
      let whole = 0;
      const faults: VerifiedFile[] = [];
      for await (const file of verifyFolder(folder)) {
        if (file.state === 'whole') whole += 1;
        else faults.push(file);
      }
      if (json) printJson({ folder, whole, faults });
      else {
        print(`${whole} whole, ${faults.length} not, in ${folder}.`);
        if (faults.length > 0) print(table(faults.map(({ state, path }) => [state, path])));
      }
      if (faults.length > 0) process.exitCode = EXIT.no;
    });

function unwritten(file: string, error: unknown): unknown {
  const why = errno(error);
  if (why === 'EEXIST') return new ConfigError('file-exists', 'The file exists.', { file }, 'Name another.');
  return why === 'unknown'
    ? error
    : new ConfigError('cannot-write', `The file cannot be written: ${why}.`, { file });
}
