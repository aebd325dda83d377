import { spawn, type ChildProcess } from 'node:child_process';
import { createWriteStream, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';

export interface ProgramOptions {
  readonly root: string;
  /** Below the root: `dist/apps/connector/main.js`. */
  readonly file: string;
  readonly env: Readonly<Record<string, string>>;
  readonly log: string;
  readonly onLine?: (line: string) => void;
}

/** A program of ours in a process of its own. */
export interface Program {
  readonly pid: number;
  /** Its exit code; 128 and more where a signal ended it. */
  readonly ended: Promise<number>;
  readonly running: () => boolean;
  signal(name: 'SIGSTOP' | 'SIGCONT'): void;
  kill9(): Promise<void>;
  /** SIGTERM, and SIGKILL where that does not end it within 15 s. */
  stop(): Promise<void>;
}

const PATIENCE_MS = 15_000;
const living = new Set<ChildProcess>();
// an orphan would go on changing what it was started over
process.on('exit', () => living.forEach((child) => child.kill('SIGKILL')));

export function startProgram({ root, file, env, log, onLine }: ProgramOptions): Program {
  mkdirSync(dirname(log), { recursive: true });
  const output = createWriteStream(log, { flags: 'a' });
  const child = spawn(process.execPath, ['--enable-source-maps', join(root, file)], {
    cwd: root,
    env: { PATH: process.env['PATH'] ?? '', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true, // Ctrl-C is ours: everything is stopped in order
  });
  living.add(child);
  createInterface({ input: child.stdout }).on('line', (line) => {
    output.write(`${line}\n`);
    onLine?.(line);
  });
  child.stderr.pipe(output);
  const ended = new Promise<number>((resolve) => {
    child.once('close', (code, signal) => {
      living.delete(child);
      resolve(code ?? (signal === 'SIGKILL' ? 137 : 128));
    });
  });
  const running = (): boolean => child.exitCode === null && child.signalCode === null;
  return {
    pid: child.pid ?? 0,
    ended,
    running,
    signal: (name) => void child.kill(name),
    kill9: async () => {
      child.kill('SIGKILL');
      await ended;
    },
    stop: async () => {
      if (!running()) return;
      child.kill('SIGCONT');
      child.kill('SIGTERM');
      const timer = setTimeout(() => child.kill('SIGKILL'), PATIENCE_MS);
      await ended;
      clearTimeout(timer);
    },
  };
}
