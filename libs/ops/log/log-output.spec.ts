import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { packageRoot } from '#libs/local/package-root.js';
import { prettyOutput } from './log-output.js';
import { openLog } from './app-log.js';

const root = packageRoot();
const CHILD = [
  process.execPath,
  '--import',
  join(root, 'libs/local/testing/typescript-hooks.mjs'),
  join(root, 'libs/ops/testing/log-child.ts'),
];

/** Runs the child with its standard output treated as the shell says. */
async function run(redirection: string): Promise<{ readonly code: number; readonly stderr: string }> {
  const command = `${CHILD.map((word) => `'${word}'`).join(' ')} ${redirection}`;
  const child = spawn('bash', ['-c', `${command}; exit \${PIPESTATUS[0]}`], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const code = new Promise<number>((resolve) => child.on('exit', (status) => resolve(status ?? -1)));
  return { stderr: await text(child.stderr), code: await code };
}

const FULL = existsSync('/dev/full') ? [['a full disk', '>/dev/full']] : [];

test.each([['a reader that goes away', '| head -n 3'], ['a closed standard output', '>&-'], ...FULL])(
  '%s does not end the process',
  async (_, redirection) => {
    expect(await run(redirection)).toEqual({ code: 0, stderr: 'still there\n' });
  },
);

const pretty = (): { readonly lines: string[]; readonly log: ReturnType<typeof openLog> } => {
  const lines: string[] = [];
  const output = prettyOutput({ write: (line) => lines.push(line) }, false);
  return { lines, log: openLog({ output }) };
};

test('a person reads one line: local time, who, code, message, the other fields', () => {
  const { lines, log } = pretty();
  const before = new Date();
  log.line({
    level: 'warn',
    connector: 'housing',
    stream: 'orders',
    state: 'failing',
    code: 'credentials-refused',
    message: 'The database refuses the password.',
  });
  log.line({ level: 'info', part: 'relay', state: 'relaying', message: 'The relay is relaying.' });
  const hour = String(before.getHours()).padStart(2, '0');
  expect(lines).toEqual([
    expect.stringMatching(
      new RegExp(
        `^\\[${hour}:\\d\\d:\\d\\d\\] WARN: housing/orders \\[credentials-refused\\] The database refuses the password\\. \\{"state":"failing"\\}\\n$`,
      ),
    ),
    expect.stringMatching(/ INFO: relay The relay is relaying\. \{"state":"relaying"\}\n$/),
  ]);
});
