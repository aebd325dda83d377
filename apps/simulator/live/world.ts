import type { Pool } from 'pg';
import { wallOf, type Wall } from '../london.js';
import type { Random } from '../random.js';
import type { Estate } from '../seed/estate.js';
import type { Numbers } from '../seed/numbers.js';
import type { Setting } from '../seed/repairs.js';
import type { HeldTransactions } from './held.js';

/** What the living estate works on. */
export interface World {
  readonly db: Pool;
  readonly r: Random;
  readonly numbers: Numbers;
  readonly estate: Pick<Estate, 'dwellings' | 'blocks' | 'lifts'>;
  readonly held: HeldTransactions;
  now(): Wall;
}

/** The wall clock of London to the millisecond. */
export const londonNow = (): Wall => wallOf(Date.now());

export const settingOf = (world: World): Setting => ({ ...world, now: world.now() });

export async function estateOf(db: Pool): Promise<World['estate']> {
  const { rows } = await db.query<{ ref: string; level: string }>(
    `select trim(prop_ref) as ref, level_code as level from property order by prop_ref`,
  );
  const of = (level: string): string[] => rows.filter((row) => row.level === level).map((row) => row.ref);
  return { dwellings: of('7'), blocks: of('3'), lifts: of('6') };
}
