import type { QueryRunner } from 'typeorm';
import type { Batch } from '#libs/model/batch.js';
import type { FoldRules } from '#libs/resolution/fold/document.js';
import type { EntityChanges, NewEvent } from '#libs/resolution/settle/events.js';
import type { Settled } from '#libs/resolution/settle/settle.js';
import { writeLooks } from './looks.js';
import { queueLinkers } from './queue-linkers.js';
import { ringOnce } from './rings.js';
import { writeHeld, writeMoved } from './write-contributions.js';
import { writeEntities, writeReferences } from './write-entities.js';

/** Writes what identities and documents became, whatever changed them, and gives the events that tell of it, in order. */
export async function writeSettled(
  runner: QueryRunner,
  settled: Settled,
  { rows, events }: EntityChanges,
  rules: FoldRules,
  about: Pick<Batch, 'at' | 'origin'>,
): Promise<readonly NewEvent[]> {
  await writeMoved(runner, settled);
  await writeHeld(runner, settled, about.at);
  await writeReferences(runner, settled.changedReferences);
  await writeEntities(runner, rows, about.at);
  await queueLinkers(runner, settled, about);
  await writeLooks(runner, settled.documents, rules);
  return ringOnce(runner, settled, events);
}
