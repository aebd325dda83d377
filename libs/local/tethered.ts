import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync, statSync } from 'node:fs';
import { Socket } from 'node:net';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { TransientError } from '#libs/model/errors.js';
import { isAlive } from './process-identity.js';

/**
 * A background program that does not outlive us. A small shell watches a pipe to us: when we go, even by `kill -9`, it sends
 * the program its stop signal. `exec` keeps the pid, which is written to `pidFile` before the program begins.
 */
const TETHER = `
exec 3<&0
( read -r word <&3 || kill -"$1" $$ 2>/dev/null ) >/dev/null 2>&1 &
exec 3<&-
[ -z "$2" ] || echo $$ > "$2" || exit 1
shift 2
exec "$@" </dev/null`;

export interface TetheredOptions {
  readonly command: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
  /** What both its outputs go to; begun anew when over 10 MB. */
  readonly log: string;
  readonly stopSignal: 'TERM' | 'INT';
  readonly pidFile?: string;
  /** Another user to run as; needs root. */
  readonly user?: { readonly uid: number; readonly gid: number };
}

export interface Tethered {
  readonly pid: number;
  readonly running: () => boolean;
  /** Sends the stop signal and waits for the end; after `graceMs` (default 20 s) kills. Idempotent. */
  stop(graceMs?: number): Promise<void>;
  /** `kill -9`, for tests of a crash. Resolves when it is gone. */
  kill9(): Promise<void>;
}

export function startTethered(options: TetheredOptions): Tethered {
  const { command, args, env, cwd, log, stopSignal, pidFile, user } = options;
  mkdirSync(dirname(log), { recursive: true });
  const output = openSync(log, (statSync(log, { throwIfNoEntry: false })?.size ?? 0) > 10e6 ? 'w' : 'a');
  const child = spawn('/bin/sh', ['-c', TETHER, 'sh', stopSignal, pidFile ?? '', command, ...args], {
    cwd,
    env,
    stdio: ['pipe', output, output],
    detached: true, // its own group: Ctrl-C in the terminal reaches us, and we stop things in order
    ...user,
  });
  closeSync(output);
  const tether = child.stdin;
  let gone = false;
  const end = (): void => {
    gone = true;
    tether?.end('done\n');
  };
  child.once('error', end).once('exit', end);
  tether?.on('error', () => undefined); // the watcher may be gone first
  child.unref();
  if (tether instanceof Socket) tether.unref();
  const pid = child.pid;
  if (pid === undefined) throw new TransientError('cannot-start', `Cannot start ${command}`);
  const send = (signal: NodeJS.Signals): void => {
    if (!gone) child.kill(signal);
  };
  const ended = async (within: number): Promise<boolean> => {
    for (const until = Date.now() + within; !gone; await sleep(10)) if (Date.now() > until) return false;
    return true;
  };
  return {
    pid,
    running: () => !gone,
    stop: async (graceMs = 20_000) => {
      send(`SIG${stopSignal}`);
      if (!(await ended(graceMs))) send('SIGKILL');
      await ended(5000);
    },
    kill9: async () => {
      send('SIGKILL');
      await ended(5000);
    },
  };
}

/** Ends a process that an earlier run left behind; `signal` first, `SIGKILL` after `graceMs`. */
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

/** The end of a log, for a message about a program that did not start. */
export function tailOf(log: string, lines = 5): string {
  try {
    return readFileSync(log, 'utf8').trim().split('\n').slice(-lines).join('\n');
  } catch {
    return '';
  }
}
