import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { root } from './prepare.mjs';
import { makeRunFolder } from './run-folder.mjs';
import { whenNpmIsGone } from './starter.mjs';

/**
 * Programs of one `npm test`, and a folder that they take for the one of temporary files. A guard beside us ends them all, whatever they
 * have started themselves, and removes the folder: when we say so, and when we are gone.
 */
export function startTestRun() {
  const folder = makeRunFolder();
  const guard = spawn(process.execPath, [fileURLToPath(new URL('guard.mjs', import.meta.url)), folder], {
    stdio: ['pipe', 'pipe', 'inherit'],
    detached: true, // Ctrl-C in the terminal is for us
  });
  guard.stdin.on('error', () => undefined); // it may have been killed
  const ended = text(guard.stdout);
  const env = {
    ...process.env,
    PATH: `${join(root, 'node_modules', '.bin')}:${process.env.PATH}`,
    TMPDIR: folder,
  };
  return {
    /** Gives the exit code; 1 where a signal ended it. */
    run(command, args) {
      const child = spawn(command, args, {
        cwd: root,
        stdio: ['ignore', 'inherit', 'inherit'],
        env,
        detached: true,
      });
      const tell = (sign) => child.pid !== undefined && guard.stdin.write(`${sign}${child.pid}\n`);
      tell('+');
      return new Promise((resolve) => {
        child.once('error', (error) => {
          process.stderr.write(`lintel: ${error.message}\n`);
          resolve(1);
        });
        child.once('exit', (code) => {
          tell('-');
          resolve(code ?? 1);
        });
      });
    },
    /** Ends what still runs, removes the folder, and gives the command lines of what had to be ended. Nothing can be run after it. */
    async end() {
      guard.stdin.end();
      return (await ended).split('\n').filter(Boolean);
    },
  };
}

/** Calls `stop` with an exit code when this program is asked to end, or when the npm that runs it has gone. */
export function whenStopped(stop) {
  for (const [signal, code] of [
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ])
    process.on(signal, () => stop(code));
  whenNpmIsGone(() => stop(143));
}
