import { Command } from 'commander';
import { makeKafka } from '#libs/kafka/client.js';
import { attachKafka, withLedger } from '../connection.js';
import { print, printJson, table } from '../output.js';
import { planRecovery, recover, type RecoveryPlan } from '../recover.js';

interface Options {
  readonly json?: boolean;
  readonly yes?: boolean;
}

export const recoverCommand = (): Command =>
  new Command('recover')
    .description('bring a ledger that was restored from a backup and Kafka together again')
    .option('--yes', 'do it; without it, only say what would be done')
    .option('--json', 'answer in JSON')
    .addHelpText(
      'after',
      '\nStop every `lintel run` on this ledger first. The systems are read again from where the backup stood.',
    )
    .action(async ({ json, yes }: Options) => {
      const plan = await withLedger((ledger) => {
        const sides = { ledger, kafka: makeKafka(attachKafka(ledger.prefix)) };
        return yes ? recover(sides, new Date()) : planRecovery(sides);
      });
      if (json) return printJson({ ...plan, done: yes === true });
      print(table(rowsOf(plan)));
      print(
        yes
          ? `\nDone: the ledger is in epoch ${plan.epoch}. Start \`lintel run\`: it publishes what differs, and reads the systems on.`
          : '\nNothing was changed. Do it with `npx lintel recover --yes`.',
      );
    });

const rowsOf = (plan: RecoveryPlan): readonly (readonly string[])[] => [
  ['entities that ledger and Kafka hold alike', count(plan.same)],
  ['entities that differ: the ledger takes over the version, and publishes its own', count(plan.different)],
  ['entities only in Kafka: kept as published until their system is read again', count(plan.onlyInKafka)],
  ['open dead letters only in Kafka: their records are gone', count(plan.lostDeadLetters)],
];

const count = (entities: number): string => entities.toLocaleString('en-GB').padStart(10);
