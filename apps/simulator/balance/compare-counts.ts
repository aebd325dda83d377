import type { SyncHealth } from '#libs/ledger/queries/sync-health.js';
import { expectedCounts, type Db } from '../truth/index.js';
import type { Faults } from './faults.js';

/** Dead letters and filtered records are those that were planned, stream by stream. */
export async function compareCounts(db: Db, health: SyncHealth, faults: Faults): Promise<void> {
  const truth = await expectedCounts(db);
  for (const stream of health.streams) {
    const name = `${stream.connector}/${stream.stream}`;
    const letters = Object.values(stream.openDeadLetters).reduce((sum, count) => sum + count, 0);
    const wanted = truth.deadLetters
      .filter((it) => it.stream === name)
      .reduce((sum, it) => sum + it.count, 0);
    if (letters !== wanted)
      faults.add(
        'dead letters',
        `${name}: expected ${wanted}, found ${letters} ${JSON.stringify(stream.openDeadLetters)}`,
      );
    const least = truth.records[name];
    if (least !== undefined && stream.counts.read < least)
      faults.add('records', `${name}: ${stream.counts.read} were read of ${least} that were told`);
    for (const { rule, count } of truth.filtered.filter((it) => it.stream === name))
      if (count > 0 && stream.filteredBy[rule] === undefined)
        faults.add('filtered', `${name}: nothing was left out by ${rule}, expected ${count}`);
  }
}
