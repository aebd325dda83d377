import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startPostgres } from '#libs/local/start-postgres.js';
import { freshDatabase } from '#libs/local/testing/services.js';

/** Run by test.spec.ts, to be interrupted: a worker with a database and a folder of its own, beside the database of the whole run. */
test('never ends', async () => {
  await startPostgres({ dir: mkdtempSync(join(tmpdir(), 'lintel-endless-')), durable: false });
  await freshDatabase();
  process.stderr.write('database is ready\n');
  await new Promise(() => undefined);
});
