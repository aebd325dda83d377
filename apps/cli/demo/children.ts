import { spawn, type ChildProcess } from 'node:child_process';
import { createWriteStream, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { packageRoot } from '#libs/local/package-root.js';

/** A program of ours, run beside the demo. It gets SIGTERM, and SIGKILL if it does not end. */
export interface Child {
  readonly process: ChildProcess;
  /** Where everything stands that it printed. */
  readonly logFile: string;
  /** Exit code; 1 where a signal ended it. */
  readonly ended: Promise<number>;
  stop(): Promise<void>;
}

const PATIENCE_MS = 15_000;

/** What it prints goes to a file; `onLine` sees its standard output as well. */
export function startChild(
  program: string,
  env: Readonly<Record<string, string>>,
  logFile: string,
  onLine: (line: string) => void = () => undefined,
): Child {
  mkdirSync(dirname(logFile), { recursive: true });
  const log = createWriteStream(logFile, { flags: 'a' });
  const child = spawn(process.execPath, ['--enable-source-maps', join(packageRoot(), program)], {
    env: { PATH: process.env['PATH'] ?? '', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    // Ctrl-C is ours to handle: children stop in order
    detached: true,
  });
  createInterface({ input: child.stdout }).on('line', (line) => {
    log.write(`${line}\n`);
    onLine(line);
  });
  child.stderr.pipe(log);
  const ended = new Promise<number>((resolve) => child.on('exit', (code) => resolve(code ?? 1)));
  const stop = async (): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGTERM');
    const timer = setTimeout(() => child.kill('SIGKILL'), PATIENCE_MS);
    await ended;
    clearTimeout(timer);
  };
  // an orphan would go on changing the estate
  process.on('exit', () => child.kill('SIGKILL'));
  return { process: child, logFile, ended, stop };
}
