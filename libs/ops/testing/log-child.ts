import { setTimeout as sleep } from 'node:timers/promises';
import { openLog } from '../log/app-log.js';

/** Logs for a second, then says on standard error that it is still there. */
const log = openLog();
for (let count = 0; count < 100; count += 1) {
  log.line({ level: 'info', state: 'counting', records: count, message: 'It counts.' });
  await sleep(10);
}
process.stderr.write('still there\n');
