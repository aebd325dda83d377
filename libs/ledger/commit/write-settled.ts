import type { QueryRunner } from 'typeorm';
import type { EntityRow } from '#libs/canonical/settle/reads.js';
import type { Settled } from '#libs/canonical/settle/settle.js';
import { writeHeld, writeMoved } from './write-contributions.js';
import { writeEntities, writeReferences } from './write-entities.js';

/** What identities and documents became, whoever stirred them. */
export async function writeSettled(
  runner: QueryRunner,
  settled: Settled,
  rows: readonly EntityRow[],
  at: string,
): Promise<void> {
  await writeMoved(runner, settled);
  await writeHeld(runner, settled, at);
  await writeReferences(runner, settled.changedReferences);
  await writeEntities(runner, rows, at);
}
