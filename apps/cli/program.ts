import { Command } from 'commander';
import { attachmentCommands } from './commands/attachments.js';
import { checkpointCommands } from './commands/checkpoint.js';
import { deadLetterCommands } from './commands/dead-letters.js';
import { demoCommand } from './commands/demo.js';
import { hactCommand } from './commands/hact.js';
import { mergeCommands } from './commands/merges.js';
import { pauseCommand, resumeCommand } from './commands/pause.js';
import { recoverCommand } from './commands/recover.js';
import { runCommand } from './commands/run.js';
import { schemaCommands } from './commands/schemas.js';
import { syncHealthCommand } from './commands/sync-health.js';
import { traceCommand } from './commands/trace.js';
import { validateCommand } from './commands/validate.js';

export function program(): Command {
  return new Command('lintel')
    .description('Carries repairs from the systems where they are to Kafka, with nothing typed twice.')
    .showHelpAfterError('See `npx lintel --help`.')
    .addCommand(runCommand())
    .addCommand(validateCommand())
    .addCommand(syncHealthCommand())
    .addCommand(deadLetterCommands())
    .addCommand(attachmentCommands())
    .addCommand(mergeCommands())
    .addCommand(traceCommand())
    .addCommand(hactCommand())
    .addCommand(pauseCommand())
    .addCommand(resumeCommand())
    .addCommand(checkpointCommands())
    .addCommand(recoverCommand())
    .addCommand(schemaCommands())
    .addCommand(demoCommand());
}
