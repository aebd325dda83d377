import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync, statSync } from 'node:fs';
import { Socket } from 'node:net';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { TransientError } from '#libs/model/errors.js';
import { isAlive } from './process-identity.js';

/**
 * The tether: a small shell that waits on a pipe from this process. When this process ends, even by `kill -9`, the pipe closes, and the shell sends
 * the program its stop signal. `exec` keeps the pid, which is written to `pidFile` before the program begins.
 */
const TETHER = `
exec 3<&0
( read -r word <&3 || kill -"$1" $$ 2>/dev/null ) >/dev/null 2>&1 &
exec 3<&-
[ -z "$2" ] || echo $$ > "$2" || exit 1
shift 2
exec "$@" </dev/null`;

/** Which program is started, and how. */
export interface TetheredOptions {
  readonly command: string;
  readonly args: readonly string[];
  /** Its whole environment; nothing of ours is added. */
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
  /** The file that stdout and stderr are appended to; it begins anew above 10 MB. */
  readonly log: string;
  /** The signal on which the program ends in good order. */
  readonly stopSignal: 'TERM' | 'INT';
  /** A file that the program's pid is written to. */
  readonly pidFile?: string;
  /** Another user to run as. This needs root. */
  readonly user?: { readonly uid: number; readonly gid: number };
}

/** A program that was started in the background. */
export interface Tethered {
  /** Of the program itself. */
  readonly pid: number;
  /** False once the program has ended, for whatever reason. */
  readonly running: () => boolean;
  /** Sends the stop signal and waits for the end; after `graceMs` (default 20 s) it kills the program. Idempotent. */
  stop(graceMs?: number): Promise<void>;
  /** `kill -9`, for tests of a crash. Resolves when the program is gone. */
  kill9(): Promise<void>;
}

/**
 * Starts a program in the background that does not outlive this process: when this process ends, even by `kill -9`, the program gets its stop
 * signal once. It runs in a process group of its own, so Ctrl-C in a terminal reaches only us, and it does not keep our event loop alive.
 *
 * It returns at once. Whether the program has begun its work, or could not even be found, is for the caller to see: by its service, and by `running`.
 * Only a kill of both this process and the tether leaves the program behind; `stopOrphan` ends such a one. Any number may run at once.
 * Throws TransientError `cannot-start` where no process can be made.
 */
export function startTethered(options: TetheredOptions): Tethered {
  const { command, args, env, cwd, log, stopSignal, pidFile, user } = options;
  mkdirSync(dirname(log), { recursive: true });
  const output = openSync(log, (statSync(log, { throwIfNoEntry: false })?.size ?? 0) > 10e6 ? 'w' : 'a');
  const child = spawn('/bin/sh', ['-c', TETHER, 'sh', stopSignal, pidFile ?? '', command, ...args], {
    cwd,
    env,
    stdio: ['pipe', output, output],
    detached: true, // a group of its own: Ctrl-C in a terminal reaches only us, and we stop things in order
    ...user,
  });
  closeSync(output);
  const tether = child.stdin;
  let hasEnded = false;
  const end = (): void => {
    hasEnded = true;
    tether?.end('done\n');
  };
  child.once('error', end).once('exit', end);
  tether?.on('error', () => undefined); // the tether may be gone first
  child.unref();
  if (tether instanceof Socket) tether.unref();
  const pid = child.pid;
  if (pid === undefined) throw new TransientError('cannot-start', `Cannot start ${command}`);
  const sendSignal = (signal: NodeJS.Signals): void => {
    if (!hasEnded) child.kill(signal);
  };
  const waitForEnd = async (waitMs: number): Promise<boolean> => {
    for (const until = Date.now() + waitMs; !hasEnded; await sleep(10)) if (Date.now() > until) return false;
    return true;
  };
  return {
    pid,
    running: () => !hasEnded,
    stop: async (graceMs = 20_000) => {
      sendSignal(`SIG${stopSignal}`);
      if (!(await waitForEnd(graceMs))) sendSignal('SIGKILL');
      await waitForEnd(5000);
    },
    kill9: async () => {
      sendSignal('SIGKILL');
      await waitForEnd(5000);
    },
  };
}

/**
 * Ends a process that an earlier run left behind, and resolves when it is gone: by `signal`, and after `graceMs` by SIGKILL. The caller must be sure
 * which process has this pid. Gives up where we may not signal it.
 */
export async function stopOrphan(pid: number, signal: NodeJS.Signals, graceMs = 20_000): Promise<void> {
  const until = Date.now() + graceMs;
  for (let next = signal; isAlive(pid); await sleep(50)) {
    try {
      process.kill(pid, next);
    } catch {
      return;
    }
    for (; isAlive(pid) && Date.now() < until; await sleep(20));
    next = 'SIGKILL';
  }
}

/** The last lines of a log, for a message about a program that did not start; '' where it cannot be read. */
export function tailOf(log: string, lines = 5): string {
  try {
    return readFileSync(log, 'utf8').trim().split('\n').slice(-lines).join('\n');
  } catch {
    return '';
  }
}
