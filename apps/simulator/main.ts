import { openDatabase } from './database.js';
import { createReader } from './housing/schema.js';
import { toStdout as report } from './report.js';
import { run } from './run.js';
import { seed } from './seed/seed.js';
import { SettingsError, readSettings, type Settings } from './settings.js';

/** Seeds once, then lives until SIGTERM, SIGINT or, with `SIM_STOP_WHEN=quiet`, until all that was planned is told. */
async function simulate(settings: Settings, stop: AbortSignal): Promise<void> {
  const db = openDatabase(settings.databaseUrl);
  try {
    const client = await db.connect();
    try {
      const begun = Date.now();
      const seeded = await seed(client, { repairs: settings.repairs, seed: settings.seed, now: new Date() });
      await createReader(client, settings.reader.user, settings.reader.password);
      report({ simulator: 'seeded', ...seeded, seconds: (Date.now() - begun) / 1000 });
    } finally {
      client.release();
    }
    if (settings.only === 'seed') return;
    const { target, financeDrop, rate, until } = settings;
    const end = await run({ db, target, financeDrop, rate, seed: settings.seed, until, stop, report });
    report({ simulator: end });
  } finally {
    await db.end();
  }
}

const stopping = new AbortController();
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => stopping.abort());

try {
  await simulate(readSettings(process.env, process.argv.slice(2)), stopping.signal);
} catch (error) {
  report({ simulator: 'failed', error: error instanceof Error ? error.message : String(error) });
  process.exitCode = error instanceof SettingsError ? 2 : 1;
}
