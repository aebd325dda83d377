import { randomUUID } from 'node:crypto';
import { Command, Option } from 'commander';
import { DataRefused } from '#libs/model/batch.js';
import { ConfigError } from '#libs/model/errors.js';
import type { Decision } from '#libs/resolution/settle/reads.js';
import { decideHeld } from '#libs/ledger/commit/decide.js';
import type { Ledger } from '#libs/ledger/database/ledger.js';
import { findHeld, listHeld, type HeldMerge, type HeldSide } from '#libs/ledger/queries/held.js';
import { readConfiguration } from '#libs/configuration/read-configuration.js';
import { surroundingEnvironment, withLedger } from '../connection.js';
import { print, printJson, table, wholeNumber } from '../output.js';

interface Options {
  readonly json?: boolean;
  readonly personal?: boolean;
  readonly state: 'open' | Decision | 'all';
  readonly limit: number;
  readonly dir?: string;
}

export function mergeCommands(): Command {
  return new Command('merges')
    .description('what is not joined unasked: look, approve, refuse, undo')
    .addCommand(listCommand())
    .addCommand(showCommand())
    .addCommand(
      decideCommand('approve', 'join the two now, and whenever the record speaks again', 'approved'),
    )
    .addCommand(decideCommand('refuse', 'they stay apart, and are not listed as open any more', 'refused'))
    .addCommand(decideCommand('undo', 'take a decision back; what was joined comes apart', undefined));
}

const listCommand = (): Command =>
  new Command('list')
    .description('longest waiting first')
    .addOption(new Option('--state <state>').choices(['open', 'approved', 'refused', 'all']).default('open'))
    .option('--limit <count>', 'at most so many', wholeNumber, 50)
    .option('--json', 'answer in JSON')
    .action(async ({ json, state, limit }: Options) => {
      const held = await withLedger((ledger) => listHeld(ledger, { state, limit }));
      if (json) return printJson(held.map(withoutPersonal));
      if (held.length === 0) return print('Nothing is held.');
      const rows = held.map((it) => [
        it.id.slice(0, 8),
        it.state,
        `${it.by} ${it.record}`,
        it.own?.references[0] ?? '–',
        it.reference,
        it.because ?? '–',
        it.since,
      ]);
      print(table([['id', 'state', 'record', 'speaks of', 'and of', 'because', 'since'], ...rows]));
    });

const showCommand = (): Command =>
  new Command('show')
    .description('one of them, with the entities on both sides')
    .argument('<id>', 'its id, or the beginning of it')
    .option('--personal', 'show the tenancies too')
    .option('--json', 'answer in JSON')
    .action(async (id: string, { json, personal }: Options) => {
      const found = await withLedger((ledger) => one(ledger, id));
      const shown = personal ? found : withoutPersonal(found);
      if (json) return printJson(shown);
      const { own, other, ...rest } = shown;
      print(table(Object.entries(rest).map(([name, value]) => [name, value ?? '–'])));
      print(plainSide('the record is applied to', own));
      print(plainSide(`${rest.reference} identifies`, other));
    });

const decideCommand = (name: string, what: string, decision: Decision | undefined): Command =>
  new Command(name)
    .description(what)
    .argument('<id...>', 'one or several, or the beginnings of their ids')
    .option('--dir <folder>', 'the connectors folder')
    .option('--json', 'answer in JSON')
    .action(async (ids: readonly string[], { json, dir }: Options) => {
      const environment = surroundingEnvironment();
      const folder = dir ?? environment['LINTEL_CONNECTORS_DIR'] ?? 'connectors';
      const { authority, deadlines } = readConfiguration({
        folder,
        wanted: ['*'],
        environment,
        unresolved: 'keep',
      });
      const rules = deadlines ? { authority, deadlines } : { authority };
      const done = await withLedger(async (ledger) => {
        const chosen = [];
        for (const id of ids) chosen.push((await one(ledger, id)).id);
        const trace = randomUUID().replaceAll('-', '');
        const traceparent = `00-${trace}-${trace.slice(0, 16)}-01`;
        const decided = { ids: chosen, decision, at: new Date().toISOString(), traceparent };
        return {
          ids: chosen,
          state: decision ?? 'open',
          events: await decideHeld(ledger, decided, rules).catch(refused),
        };
      });
      if (json) printJson(done);
      else print(`${done.state}: ${done.ids.length}, events: ${done.events}.`);
    });

/** What would come of it cannot be told; nothing was decided. */
function refused(error: unknown): never {
  if (!(error instanceof DataRefused)) throw error;
  throw new ConfigError(error.code, error.message, undefined, 'Nothing was decided: leave them apart.');
}

async function one(ledger: Ledger, id: string): Promise<HeldMerge> {
  const held = await findHeld(ledger, id);
  if (held) return held;
  throw new ConfigError(
    'unknown-merge',
    `No single held merge begins with "${id}".`,
    undefined,
    'See `npx lintel merges list --state all`.',
  );
}

const withoutPersonal = ({ own, other, ...held }: HeldMerge): HeldMerge => ({
  ...held,
  own: own && { ...own, tenancy: undefined },
  other: other && { ...other, tenancy: undefined },
});

const plainSide = (title: string, side: HeldSide | undefined): string =>
  [
    `${title}: ${side ? `${side.kind} ${side.id}` : 'nothing that anybody else speaks of'}`,
    ...(side?.references ?? []).map((it) => `    ${it}`),
    ...(side?.tenancy === undefined ? [] : [`    tenancy ${side.tenancy}`]),
  ].join('\n');
