import { spawn } from 'node:child_process';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { packageRoot } from '#libs/local/package-root.js';
import { folderStore } from './folder-store.js';
import { verifyFolder } from './verify-folder.js';

const ROUNDS = 16;
let folder: string;
beforeEach(async () => (folder = await mkdtemp(join(tmpdir(), 'lintel-killed-'))));
afterEach(() => rm(folder, { recursive: true, force: true }));

/** What a process said it had recorded before it was killed somewhere in its work. */
async function killed(afterMs: number): Promise<readonly string[]> {
  const root = packageRoot();
  const hooks = join(root, 'libs/local/testing/typescript-hooks.mjs');
  const program = join(root, 'libs/sources/attachments/testing/store-child.ts');
  const child = spawn(process.execPath, ['--import', hooks, program, folder], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  child.stdout.once('data', () => void sleep(afterMs).then(() => child.kill('SIGKILL')));
  const lines = (await text(child.stdout)).split('\n').slice(0, -1); // the last may be cut
  return lines.map((line) => (JSON.parse(line) as { content: { uri: string } }).content.uri);
}

test('kill -9 anywhere: no record refers to what is not there, and half a file is under no name', async () => {
  const recorded: string[] = [];
  for (let round = 0; round < ROUNDS; round += 1) recorded.push(...(await killed(Math.random() * 200)));
  expect(recorded.length).toBeGreaterThanOrEqual(ROUNDS);
  const store = folderStore(folder);
  for (const uri of recorded) {
    const file = await store.open(uri);
    expect(file).toBeDefined();
    file?.destroy();
  }
  for await (const { state } of verifyFolder(folder)) expect(state).toBe('whole');
  await store.tidy(new Date(Date.now() + 2 * 3_600_000));
  expect(await readdir(join(folder, 'unfinished'))).toEqual([]);
});
