import { randomUUID } from 'node:crypto';
import { Command, Option } from 'commander';
import { ConfigError } from '#libs/model/errors.js';
import type { Ledger } from '#libs/ledger/database/ledger.js';
import {
  findDeadLetter,
  giveUpDeadLetters,
  listDeadLetters,
  type StoredDeadLetter,
  type DeadLetterFilter,
} from '#libs/ledger/queries/stored-dead-letters.js';
import { readConfiguration } from '#libs/configuration/read-configuration.js';
import { surroundingEnvironment, withLedger } from '../connection.js';
import { EXIT, print, printJson, table, wholeNumber } from '../output.js';
import { replay } from '../replay.js';

interface Options extends DeadLetterFilter {
  readonly json?: boolean;
  readonly raw?: boolean;
  readonly all?: boolean;
  readonly dir?: string;
}

export function deadLetterCommands(): Command {
  return new Command('dead-letters')
    .description('what could not be applied: look, replay, give up')
    .addCommand(listCommand())
    .addCommand(showCommand())
    .addCommand(replayCommand())
    .addCommand(giveUpCommand());
}

const listCommand = (): Command =>
  filters(new Command('list').description('newest first'))
    .addOption(new Option('--state <state>').choices(['open', 'replayed', 'given-up']).default('open'))
    .option('--limit <count>', 'at most so many', wholeNumber, 50)
    .option('--json', 'answer in JSON')
    .action(async (options: Options) => {
      const letters = await withLedger((ledger) => listDeadLetters(ledger, options));
      if (options.json) return printJson(letters.map(withoutRaw));
      if (letters.length === 0) return print('No dead letters.');
      const rows = letters.map((it) => [
        it.id.slice(0, 8),
        `${it.connector}/${it.stream}`,
        it.code,
        it.path ?? '–',
        it.position,
        String(it.seen),
        it.lastAt,
      ]);
      print(table([['id', 'stream', 'code', 'path', 'position', 'seen', 'last'], ...rows]));
    });

const showCommand = (): Command =>
  new Command('show')
    .description('one dead letter')
    .argument('<id>', 'its id, or the beginning of it')
    .option('--raw', 'its raw record too, which may be personal')
    .option('--json', 'answer in JSON')
    .action(async (id: string, { raw, json }: Options) => {
      const letter = await withLedger((ledger) => one(ledger, id));
      const shown = {
        ...withoutRaw(letter),
        ...(raw ? { raw: Buffer.from(letter.raw).toString('utf8') } : {}),
      };
      if (json) return printJson(shown);
      print(table(Object.entries(shown).map(([name, value]) => [name, String(value ?? '–')])));
    });

const replayCommand = (): Command =>
  filters(new Command('replay').description('map them again and commit what fits now'))
    .argument('[id]', 'one; or use --all with filters')
    .option('--all', 'all open ones that the filters leave')
    .option('--dir <folder>', 'the connectors folder')
    .option('--json', 'answer in JSON')
    .action(async (id: string | undefined, options: Options) => {
      const environment = surroundingEnvironment();
      const folder = options.dir ?? environment['LINTEL_CONNECTORS_DIR'] ?? 'connectors';
      const done = await withLedger(async (ledger) => {
        const letters = await chosen(ledger, id, options);
        const wanted = [...new Set(letters.map((it) => it.connector))];
        const configuration = readConfiguration({ folder, wanted, environment, unresolved: 'keep' });
        const results = [];
        for (const letter of letters) results.push(await replay(ledger, configuration, letter));
        return results;
      });
      if (options.json) printJson(done);
      else
        for (const it of done)
          print(`${it.id.slice(0, 8)}  ${it.outcome}${it.code === undefined ? '' : ` (${it.code})`}`);
      if (done.some((it) => it.outcome === 'dead-letter')) process.exitCode = EXIT.no;
    });

const giveUpCommand = (): Command =>
  filters(new Command('give-up').description('close them without applying them; they stay stored'))
    .argument('[id]', 'one; or use --all with filters')
    .option('--all', 'all open ones that the filters leave')
    .option('--json', 'answer in JSON')
    .action(async (id: string | undefined, options: Options) => {
      const count = await withLedger(async (ledger) => {
        const ids = (await chosen(ledger, id, options)).map((it) => it.id);
        const trace = randomUUID().replaceAll('-', '');
        return giveUpDeadLetters(ledger, ids, new Date(), `00-${trace}-${trace.slice(0, 16)}-01`);
      });
      if (options.json) printJson({ givenUp: count });
      else print(`Given up: ${count}.`);
    });

const filters = (command: Command): Command =>
  command
    .option('--connector <name>', 'only of this connector')
    .option('--stream <name>', 'only of this stream')
    .option('--code <code>', 'only with this code');

async function chosen(
  ledger: Ledger,
  id: string | undefined,
  options: Options,
): Promise<readonly StoredDeadLetter[]> {
  if (id !== undefined) return [await one(ledger, id)];
  if (options.all === true) return listDeadLetters(ledger, { ...options, state: 'open', limit: 100_000 });
  throw new ConfigError(
    'nothing-chosen',
    'No dead letter is named.',
    undefined,
    'Name one by its id, or use --all with --connector, --stream or --code.',
  );
}

async function one(ledger: Ledger, id: string): Promise<StoredDeadLetter> {
  const letter = await findDeadLetter(ledger, id);
  if (letter) return letter;
  throw new ConfigError(
    'unknown-dead-letter',
    `No single dead letter begins with "${id}".`,
    undefined,
    'See `npx lintel dead-letters list`.',
  );
}

const withoutRaw = ({
  raw,
  ...letter
}: StoredDeadLetter): Omit<StoredDeadLetter, 'raw'> & { readonly bytes: number } => ({
  ...letter,
  bytes: raw.length,
});
