import { Command } from 'commander';
import { ConfigError } from '#libs/model/errors.js';
import { setPaused } from '#libs/ledger/ports/stream-health.js';
import { withLedger } from '../connection.js';
import { print } from '../output.js';

/** Makes a stream stand still at its checkpoint; nothing is lost, and `resume` goes on from there. Webhooks cannot be paused. */
export const pauseCommand = (): Command =>
  command('pause', 'make a stream stand still at its checkpoint', true);
export const resumeCommand = (): Command => command('resume', 'let a paused stream go on', false);

const command = (name: string, what: string, paused: boolean): Command =>
  new Command(name)
    .description(what)
    .argument('<stream>', 'as universal-housing/orders')
    .action(async (stream: string) => {
      const [connector = '', own = ''] = stream.split('/');
      const found = await withLedger((ledger) => setPaused(ledger, connector, own, paused));
      if (!found)
        throw new ConfigError(
          'unknown-stream',
          `No stream is called "${stream}".`,
          undefined,
          'See `npx lintel sync-health`.',
        );
      print(`${stream} ${paused ? 'stands still' : 'goes on'}.`);
    });
