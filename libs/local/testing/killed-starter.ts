import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../package-root.js';
import { isAlive } from '../process-identity.js';
import { until } from './until.js';

/** A service that another process has started, which can be killed. */
export interface KilledStarter {
  /** Of the service. */
  readonly pid: number;
  /**
   * `kill -9` of the process that started it; `tetherToo`: also of the shell that would end the service then. Resolves when they are gone,
   * so that nobody is left who would end the service.
   */
  kill(tetherToo: boolean): Promise<void>;
}

/** Starts a service from a process of its own, and resolves when it is ready. */
export async function startedByAnother(
  service: 'postgres' | 'kafka',
  dir: string,
  jarsDir = '',
): Promise<KilledStarter> {
  const root = packageRoot();
  const hooks = join(root, 'libs/local/testing/typescript-hooks.mjs');
  const program = join(root, 'libs/local/testing/start-child.ts');
  const child = spawn(process.execPath, ['--import', hooks, program, service, dir, jarsDir], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const pid = await new Promise<number>((resolve, reject) => {
    child.stdout.once('data', (line: Buffer) => resolve(Number(line.toString())));
    child.once('exit', () => reject(new Error(`${service} did not start`)));
  });
  return {
    pid,
    kill: async (tetherToo) => {
      const killed = [...(tetherToo ? shellsBelow(pid) : []), child.pid ?? 0];
      for (const each of killed) process.kill(each, 'SIGKILL');
      await until(
        'they are gone',
        () => killed.filter(isAlive),
        ({ length }) => length === 0,
      );
    },
  };
}

/** The shells that are children of a process. Works on Linux only. */
function shellsBelow(parent: number): readonly number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((name) => {
      try {
        const [, command, , ppid] =
          /^\d+ \((.*)\) (\S) (\d+)/.exec(readFileSync(`/proc/${name}/stat`, 'utf8')) ?? [];
        return command === 'sh' && Number(ppid) === parent;
      } catch {
        return false;
      }
    })
    .map(Number);
}
