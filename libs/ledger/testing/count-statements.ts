import type { Ledger } from '../database/ledger.js';

/** How many statements `work` sends to the ledger: its cost, the same on every machine. */
export async function countStatements(ledger: Ledger, work: () => Promise<unknown>): Promise<number> {
  const { database } = ledger;
  const make = database.createQueryRunner.bind(database);
  let count = 0;
  database.createQueryRunner = (mode) => {
    const runner = make(mode);
    const query = runner.query.bind(runner);
    runner.query = (...given: Parameters<typeof query>) => ((count += 1), query(...given));
    return runner;
  };
  try {
    await work();
  } finally {
    database.createQueryRunner = make;
  }
  return count;
}
