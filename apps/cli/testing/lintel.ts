import 'reflect-metadata';
import { runCommandLine } from '../run-command-line.js';

/** What a command printed, and its exit code. */
export interface Ended {
  readonly status: number;
  readonly stdout: Buffer;
  readonly stderr: string;
}

/**
 * Runs `lintel` in this process, one at a time: as its own process would, without the seconds that one takes to start. `environment` is all
 * that the command sees.
 */
export async function lintel(
  words: readonly string[],
  environment: Readonly<Record<string, string>> = {},
  folder = process.cwd(),
): Promise<Ended> {
  const { stdout, stderr, env } = process;
  const before = {
    out: stdout.write,
    err: stderr.write,
    env: { ...env },
    folder: process.cwd(),
    code: exitCode(),
  };
  const [out, err]: [Buffer[], Buffer[]] = [[], []];
  try {
    stdout.write = collector(out);
    stderr.write = collector(err);
    replaceAll(env, environment);
    process.exitCode = undefined;
    process.chdir(folder);
    await runCommandLine(words);
    return {
      status: exitCode(),
      stdout: Buffer.concat(out),
      stderr: Buffer.concat(err).toString(),
    };
  } finally {
    stdout.write = before.out;
    stderr.write = before.err;
    replaceAll(env, before.env);
    process.exitCode = before.code;
    process.chdir(before.folder);
  }
}

const exitCode = (): number => Number(process.exitCode ?? 0);

/** In place of `write` of a stream; whoever writes is called back at once. */
const collector =
  (chunks: Buffer[]): typeof process.stdout.write =>
  (chunk: Uint8Array | string, ...rest: readonly unknown[]) => {
    chunks.push(Buffer.from(chunk as Uint8Array));
    for (const call of rest) if (typeof call === 'function') (call as () => void)();
    return true;
  };

function replaceAll(env: NodeJS.ProcessEnv, by: Readonly<Record<string, string | undefined>>): void {
  for (const name of Object.keys(env)) if (by[name] === undefined) delete env[name];
  for (const [name, value] of Object.entries(by)) if (value !== undefined) env[name] = value;
}
