// Ends what `npm test` has started, however `npm test` itself ends: `guard.mjs <folder>`, its input held open by test.mjs.
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { processesOf } from './processes.mjs';
import { isRunFolder, removeRunFolder } from './run-folder.mjs';

/** After that it is SIGKILL. Less than anybody waits who has pressed Ctrl-C. */
const GRACE_MS = 4_000;

const [folder = ''] = process.argv.slice(2);
if (!isRunFolder(folder)) throw new Error('no folder of a run');
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => undefined);
process.stdout.on('error', () => undefined); // nobody listens any more

// `+123`: test.mjs has started this program, `-123`: it has ended, and its number may be another's. The end: test.mjs is done, or gone.
const started = new Set();
for await (const line of createInterface({ input: process.stdin })) {
  const pid = Number(line.slice(1));
  if (line.startsWith('+')) started.add(pid);
  else started.delete(pid);
}

const begun = Date.now();
const seen = new Set();
for (;;) {
  const left = processesOf(started, folder);
  if (left.length === 0) break;
  const late = Date.now() - begun > GRACE_MS;
  for (const { pid, command } of left) {
    if (seen.has(pid) && !late) continue;
    if (!seen.has(pid)) process.stdout.write(`${command.replaceAll('\n', ' ')}\n`);
    seen.add(pid);
    try {
      process.kill(pid, late ? 'SIGKILL' : 'SIGINT'); // for PostgreSQL the fast end, which waits for no client
    } catch {
      // it has ended meanwhile
    }
  }
  await sleep(50);
}
removeRunFolder(folder);
