import type { Kill } from './kills.js';
import type { Sleep } from './sleep.js';

const seconds = (ms: number | undefined): string => (ms === undefined ? '–' : `${(ms / 1000).toFixed(1)} s`);

/** One line for one kill. */
export function killLine({ target, planned, before, recoveredMs, faults }: Kill, expected: number): string {
  const where =
    before === undefined
      ? 'progress not known'
      : [
          `${((100 * before.read) / expected).toFixed(0)} % read`,
          before.backfilled ? 'live' : 'backfill',
          `${before.committed - before.published} events unpublished`,
          before.committing ? 'in a ledger transaction' : '',
        ]
          .filter(Boolean)
          .join(', ');
  const moment = planned.at === undefined ? `${seconds(planned.later)} after its start, ` : '';
  return [
    `kill -9 ${target}: ${moment}${where}; goes on after ${seconds(recoveredMs)}`,
    ...faults.map((it) => `  FAULT ${it}`),
  ].join('\n');
}

/** What all kills have in common. */
export function killSummary(kills: readonly Kill[]): string {
  const targets = [...new Set(kills.map((it) => it.target))];
  return targets
    .map((target) => {
      const own = kills.filter((it) => it.target === target);
      const count = (look: (kill: Kill) => boolean | undefined): number =>
        own.filter((it) => look(it) === true).length;
      const times = own.flatMap((it) => it.recoveredMs ?? []).sort((a, b) => a - b);
      return [
        `${target}: killed ${own.length} times`,
        `${count((it) => it.before && !it.before.backfilled)} in the backfill`,
        `${count((it) => it.before?.committing)} in a ledger transaction`,
        `${count((it) => it.before && it.before.committed > it.before.published)} with events on their way to Kafka`,
        `${count((it) => it.planned.at === undefined)} while starting`,
        `recovery median ${seconds(times[Math.floor(times.length / 2)])}, longest ${seconds(times.at(-1))}`,
      ].join(', ');
    })
    .join('\n');
}

export const sleepLine = (it: Sleep): string =>
  [
    `stopped at ${it.readAtSleep} of ${it.expected} records`,
    it.inTransaction ? 'in a ledger transaction' : '',
    `taken over after ${seconds(it.takenOverMs)}`,
    `woken at ${it.readAtWake}`,
  ]
    .filter(Boolean)
    .join(', ');
