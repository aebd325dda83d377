import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../package-root.js';

export interface KilledStarter {
  /** Of the service that was started. */
  readonly pid: number;
  /** `kill -9` of the process that started it; `tetherToo`: also of the shell that would end the service then. */
  kill(tetherToo: boolean): void;
}

export async function startedByAnother(
  what: 'postgres' | 'kafka',
  dir: string,
  jarsDir = '',
): Promise<KilledStarter> {
  const root = packageRoot();
  const hooks = join(root, 'libs/local/testing/typescript-hooks.mjs');
  const program = join(root, 'libs/local/testing/start-child.ts');
  const child = spawn(process.execPath, ['--import', hooks, program, what, dir, jarsDir], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const pid = await new Promise<number>((resolve, reject) => {
    child.stdout.once('data', (line: Buffer) => resolve(Number(line.toString())));
    child.once('exit', () => reject(new Error(`${what} did not start`)));
  });
  return {
    pid,
    kill: (tetherToo) => {
      if (tetherToo) for (const tether of shellsBelow(pid)) process.kill(tether, 'SIGKILL');
      child.kill('SIGKILL');
    },
  };
}

/** Linux only. */
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
