import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { node as pinned, root } from './prepare.mjs';

/**
 * Runs the built program on the project's own Node, in an image on the one that runs this, and ends as it ends. Signals are passed on;
 * Ctrl-C reaches both anyway.
 */
export function handOver(program, args) {
  const path = `${join(root, 'node_modules', '.bin')}:${process.env.PATH}`;
  const node = existsSync(pinned) ? pinned : process.execPath;
  const child = spawn(node, ['--enable-source-maps', join(root, program), ...args], {
    stdio: 'inherit',
    env: { ...process.env, PATH: path },
  });
  for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  process.on('SIGINT', () => undefined);
  child.on('exit', (code, signal) => {
    process.exitCode = code ?? 128 + (signal === 'SIGINT' ? 2 : 15);
  });
  return child;
}
