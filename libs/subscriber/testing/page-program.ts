import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { UTF8_LOCALE } from '#libs/local/java-environment.js';

/** How the program of a page is run. */
export interface PageProgram {
  /** The page, from libs/subscriber. */
  readonly page: string;
  /** The language word of its block. The first line of the block names the file. */
  readonly language: string;
  /** Program and arguments; `{file}` stands for the path of the written file. */
  readonly command: readonly [string, ...string[]];
}

/** The first fenced block of that language whose first line is a comment with a file name. */
export function blockOf(
  markdown: string,
  language: string,
): { readonly name: string; readonly text: string } {
  for (const [, text = ''] of markdown.matchAll(new RegExp(`^\`\`\`${language}\n(.*?)^\`\`\``, 'gms'))) {
    const name = /^(?:\/\/|#) (\S+\.\w+)\n/.exec(text)?.[1];
    if (name !== undefined) return { name, text };
  }
  throw new Error(`no program in ${language}`);
}

/** How a page's program is run, and what it is expected to print. */
export interface RunOptions {
  /** The checkout. */
  readonly root: string;
  readonly environment: Readonly<Record<string, string>>;
  /** Which lines of its output count; others are its log. */
  readonly line: RegExp;
  /** Whether it has found all that there is, by the lines that it has printed. It is ended then. */
  readonly isDone: (lines: readonly string[]) => boolean;
}

/**
 * Runs the program as it stands on the page, until it has found all that there is. Then it ends the program with SIGTERM, as an operator
 * would, and gives its lines. Throws where the program ends with an error, or has to be killed.
 */
export async function runPage(program: PageProgram, options: RunOptions): Promise<readonly string[]> {
  const { root, environment, line, isDone } = options;
  const linesOf = (text: string): readonly string[] => text.split('\n').filter((it) => line.test(it));
  const { name, text } = blockOf(
    readFileSync(join(root, 'libs/subscriber', program.page), 'utf8'),
    program.language,
  );
  const folder = join(root, '.lintel/pages', `${process.pid}-${program.language}`); // below node_modules of the project
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, name), text);
  const [command, ...args] = program.command.map((part) => part.replace('{file}', join(folder, name)));
  const child = spawn(command ?? '', args, {
    cwd: root,
    env: { ...process.env, LC_ALL: UTF8_LOCALE, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  let errors = '';
  child.stdout.on('data', (chunk: Buffer) => {
    output += chunk.toString();
    if (isDone(linesOf(output))) child.kill('SIGTERM');
  });
  child.stderr.on('data', (chunk: Buffer) => {
    errors = (errors + chunk.toString()).slice(-2000);
  });
  const deadline = setTimeout(() => child.kill('SIGKILL'), 240_000);
  try {
    const [code, signal] = await new Promise<readonly [number | null, NodeJS.Signals | null]>(
      (resolve, reject) => {
        child.once('error', reject).once('close', (...end) => resolve(end));
      },
    );
    // Java ends with 128 + 15; Nest sends itself the signal again when all is closed
    if (code !== 0 && code !== 143 && signal !== 'SIGTERM')
      throw new Error(
        `${program.page} ended with ${code ?? signal}, ${linesOf(output).length} lines: ${errors}`,
      );
    return linesOf(output);
  } finally {
    clearTimeout(deadline);
    rmSync(folder, { recursive: true, force: true });
  }
}
