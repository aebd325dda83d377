import { parentsOf } from './processes.mjs';

const EVERY_MS = 500;

/**
 * Calls `stop` once when the npm that runs this program has gone. npm does not pass on every SIGTERM, and can pass on no SIGKILL; between it
 * and us there may be a shell, which then lives on as if nothing had happened. Nothing where npm has not started us.
 */
export function whenNpmIsGone(stop) {
  if (process.env.npm_lifecycle_event === undefined) return;
  const watched = [];
  for (const { pid, command } of parentsOf(process.pid)) {
    watched.push(pid);
    if (!/^\S*\bsh -c /.test(command)) break;
  }
  const timer = setInterval(() => {
    if (process.ppid === watched[0] && watched.every(isAlive)) return;
    clearInterval(timer);
    stop();
  }, EVERY_MS);
  timer.unref();
}

export function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}
