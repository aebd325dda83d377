import type { QueryRunner } from 'typeorm';
import type { Batch } from '#libs/model/batch.js';
import type { EntityRow } from '#libs/resolution/settle/reads.js';
import type { Settled } from '#libs/resolution/settle/settle.js';
import { queueLinkers } from './queue-linkers.js';
import { writeHeld, writeMoved } from './write-contributions.js';
import { writeEntities, writeReferences } from './write-entities.js';

/** What identities and documents became, whoever stirred them. */
export async function writeSettled(
  runner: QueryRunner,
  settled: Settled,
  rows: readonly EntityRow[],
  about: Pick<Batch, 'at' | 'origin'>,
): Promise<void> {
  await writeMoved(runner, settled);
  await writeHeld(runner, settled, about.at);
  await writeReferences(runner, settled.changedReferences);
  await writeEntities(runner, rows, about.at);
  await queueLinkers(runner, settled, about);
}
