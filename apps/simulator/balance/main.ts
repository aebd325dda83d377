import { Pool } from 'pg';
import { Ledger } from '#libs/ledger/database/ledger.js';
import { syncHealth } from '#libs/ledger/queries/sync-health.js';
import { compareCounts } from './compare-counts.js';
import { compareLedger } from './compare-ledger.js';
import { compareTruth } from './compare-truth.js';
import { Faults } from './faults.js';
import { readKafka } from './read-kafka.js';
import { report } from './report.js';

/** Compares ledger and Kafka with the simulator's own truth. Exit code 0 only where all agree. */
async function balance(env: NodeJS.ProcessEnv): Promise<number> {
  const wanted = (name: string): string => {
    const value = env[name];
    if (value === undefined) throw new Error(`${name} is not set.`);
    return value;
  };
  const ledger = await Ledger.attach({
    url: wanted('DATABASE_URL'),
    applicationName: 'lintel balance',
    poolSize: 2,
  });
  const db = new Pool({ connectionString: wanted('SIM_DATABASE_URL'), max: 2 });
  try {
    const faults = new Faults();
    const views = await readKafka(wanted('KAFKA_BROKERS').split(','), wanted('LINTEL_PREFIX'));
    for (const view of views.values()) {
      for (const it of view.disorder) faults.add('versions out of order', it);
      for (const it of view.mislabelled) faults.add('events under a wrong name', it);
    }
    const health = await syncHealth(ledger, new Date());
    await compareLedger(ledger, views, faults);
    const expected = await compareTruth(db, views, faults);
    await compareCounts(db, health, faults);
    process.stdout.write(`${report(health, views, expected, faults)}\n`);
    return faults.count === 0 ? 0 : 1;
  } finally {
    await ledger.close();
    await db.end();
  }
}

process.exitCode = await balance(process.env);
