import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { awaitLock, takeLock } from './lock.js';
import { startTimeOf } from './process-identity.js';

let dir: string;
let path: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'lintel-lock-'));
  path = join(dir, 'lock');
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

test('one has it; the next gets it when it is released', async () => {
  const lock = takeLock(path, 'It');
  expect(() => takeLock(path, 'It')).toThrow(
    expect.objectContaining({ code: 'in-use', message: `It is used by process ${process.pid}` }),
  );
  await expect(awaitLock(path, 'It', 250)).rejects.toMatchObject({ code: 'in-use' });
  const waiting = awaitLock(path, 'It', 240_000);
  lock.release();
  lock.release();
  (await waiting).release();
});

test.each([
  [
    'of a process that is gone',
    () => JSON.stringify({ pid: spawnSync(process.execPath, ['-e', '']).pid, started: 'x' }),
  ],
  [
    'of another process with a living number',
    () => JSON.stringify({ pid: process.ppid, started: `${startTimeOf(process.ppid)}0` }),
  ],
  ['that was half written', () => '{"pid":'],
])('a lock %s is taken over', (_, left) => {
  writeFileSync(path, left());
  const lock = takeLock(path, 'It');
  expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual({
    pid: process.pid,
    started: startTimeOf(process.pid),
  });
  lock.release();
});
