import { Command } from 'commander';
import type { JsonObject } from '#libs/model/json.js';
import { ConfigError } from '#libs/model/errors.js';
import {
  moveStreamPosition,
  streamPosition,
  type StreamPosition,
} from '#libs/ledger/queries/stream-position.js';
import { withLedger } from '../connection.js';
import { print, printJson, table } from '../output.js';

interface Options {
  readonly json?: boolean;
  readonly yes?: boolean;
}

/** Where a stream stands, and how to have it read again. A stream is moved only while it is paused. */
export function checkpointCommands(): Command {
  return new Command('checkpoint')
    .description('where a stream stands: look, read it again from its beginning, put it elsewhere')
    .addCommand(showCommand())
    .addCommand(resetCommand())
    .addCommand(setCommand());
}

const showCommand = (): Command =>
  new Command('show')
    .description('the position that the stream goes on from')
    .argument('<stream>', 'as universal-housing/orders')
    .option('--json', 'answer in JSON')
    .action(async (stream: string, { json }: Options) => {
      const found = await withLedger((ledger) => streamPosition(ledger, stream));
      if (json) return printJson(found);
      print(table(rowsOf(found)));
    });

const resetCommand = (): Command =>
  moving('reset', 'read the stream again from its beginning')
    .argument('<stream>', 'as universal-housing/orders')
    .addHelpText(
      'after',
      '\nRecords that are as they were change nothing. Files that were archived are not read again: put them back first.',
    )
    .action((stream: string, options: Options) => move(stream, undefined, options));

const setCommand = (): Command =>
  moving('set', 'let the stream go on from another position')
    .argument('<stream>', 'as universal-housing/orders')
    .argument('<position>', 'JSON, as `checkpoint show --json` gave it')
    .addHelpText(
      'after',
      '\nForward, what lies between is not read. What a source cannot read in a position, it reads from the beginning.',
    )
    .action((stream: string, text: string, options: Options) => move(stream, positionOf(text), options));

const moving = (name: string, what: string): Command =>
  new Command(name)
    .description(what)
    .option('--yes', 'do it; without it, only say what would be done')
    .option('--json', 'answer in JSON');

async function move(stream: string, position: JsonObject | undefined, { json, yes }: Options): Promise<void> {
  const before = await withLedger((ledger) =>
    yes ? moveStreamPosition(ledger, stream, position) : streamPosition(ledger, stream),
  );
  if (json) return printJson({ before, after: position ?? null, done: yes === true });
  print(
    table([
      ['before', textOf(before.position)],
      [yes ? 'now' : 'after', textOf(position)],
    ]),
  );
  if (!yes)
    return print(
      `\nNothing was changed. ${before.paused ? '' : `Pause it first: npx lintel pause ${stream}. `}Do it with --yes.`,
    );
  print(`\nLet it go on: npx lintel resume ${stream}`);
  print(
    before.position === undefined
      ? `To undo, while it is paused: npx lintel checkpoint reset ${stream} --yes`
      : `To undo, while it is paused: npx lintel checkpoint set ${stream} '${JSON.stringify(before.position)}' --yes`,
  );
}

const rowsOf = ({ stream, position, read, firstReadAt, paused }: StreamPosition): readonly string[][] => [
  ['stream', stream],
  ['position', textOf(position)],
  ['records read', read.toLocaleString('en-GB')],
  ['first read complete', firstReadAt ?? 'no'],
  ['paused', paused ? 'yes' : 'no'],
];

const textOf = (position: JsonObject | undefined): string =>
  position === undefined ? 'the beginning' : JSON.stringify(position);

function positionOf(text: string): JsonObject {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as JsonObject;
  } catch {
    // told below, as everything else that is no JSON object
  }
  throw new ConfigError(
    'bad-position',
    'A position is a JSON object.',
    undefined,
    'Copy it from `npx lintel checkpoint show <stream> --json`.',
  );
}
