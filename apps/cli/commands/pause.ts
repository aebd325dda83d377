import { Command } from 'commander';
import { ConfigError } from '#libs/model/errors.js';
import { resumeStream, setPaused, type Resumed } from '#libs/ledger/ports/stream-health.js';
import { withLedger } from '../connection.js';
import { print } from '../output.js';

/** Makes a stream stand still at its checkpoint; nothing is lost, and `resume` goes on from there. Webhooks cannot be paused. */
export const pauseCommand = (): Command =>
  command('pause', 'make a stream stand still at its checkpoint').action(async (stream: string) => {
    const [connector, own] = namesOf(stream);
    const found = await withLedger((ledger) => setPaused(ledger, connector, own, true));
    if (!found) throw unknownStream(stream);
    print(`${stream} stands still.`);
  });

/** Lets a stream go on that was paused, or that stopped itself and whose source is mended. The process need not start again. */
export const resumeCommand = (): Command =>
  command('resume', 'let a stream go on that was paused or stopped itself').action(async (stream: string) => {
    const [connector, own] = namesOf(stream);
    const was = await withLedger((ledger) => resumeStream(ledger, connector, own));
    if (was === 'unknown') throw unknownStream(stream);
    print(`${stream} ${WORDS[was]}`);
  });

const WORDS: Readonly<Record<Exclude<Resumed, 'unknown'>, string>> = {
  paused: 'goes on.',
  stopped: 'had stopped itself and is tried again now. See `npx lintel sync-health` for how it went.',
  running: 'was neither paused nor stopped: nothing to do.',
};

const command = (name: string, what: string): Command =>
  new Command(name).description(what).argument('<stream>', 'as universal-housing/orders');

function namesOf(stream: string): readonly [string, string] {
  const [connector = '', own = ''] = stream.split('/');
  return [connector, own];
}

const unknownStream = (stream: string): ConfigError =>
  new ConfigError(
    'unknown-stream',
    `No stream is called "${stream}".`,
    undefined,
    'See `npx lintel sync-health`.',
  );
