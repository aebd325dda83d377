import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { folderStore } from '#libs/sources/attachments/folder-store.js';
import { packageRoot } from '#libs/local/package-root.js';
import { lintel, type Ended } from '../testing/lintel.js';

const BYTES = Buffer.from([0, 1, 2, 255, 10, 13]);
let outer: string;
let folder: string;
let uri: string;

beforeEach(async () => {
  outer = mkdtempSync(join(tmpdir(), 'lintel-cli-'));
  folder = join(outer, 'attachments');
  ({ uri } = await folderStore(folder).put(BYTES));
});
afterEach(() => rmSync(outer, { recursive: true, force: true }));

const attachments = (...args: readonly string[]): Promise<Ended> =>
  lintel(['attachments', ...args], { LINTEL_ATTACHMENTS: folder });

/** As a process of its own. */
function built(...args: readonly string[]): { status: number | null; stdout: Buffer } {
  const program = join(packageRoot(), 'dist/apps/cli/main.js');
  if (!existsSync(program)) throw new Error('Nothing is built: node_modules/.bin/nest build');
  const env = { LINTEL_ATTACHMENTS: folder };
  return spawnSync(process.execPath, [program, 'attachments', ...args], { env });
}

test('get writes the bytes to the standard output, or to a new file that only its owner can read', async () => {
  expect(built('get', uri)).toMatchObject({ status: 0, stdout: BYTES });
  expect(await attachments('get', uri)).toMatchObject({ status: 0, stdout: BYTES });
  const file = join(outer, 'out');
  expect((await attachments('get', uri, '-o', file)).status).toBe(0);
  expect(readFileSync(file)).toEqual(BYTES);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(await attachments('get', uri, '-o', file)).toMatchObject({
    status: 2,
    stderr: expect.stringContaining('file-exists') as string,
  });
});

test('what cannot be written or read is told without a stack', async () => {
  const nowhere = join(outer, 'no', 'folder');
  expect(await attachments('get', uri, '-o', nowhere)).toMatchObject({
    status: 2,
    stderr: expect.stringContaining('cannot-write') as string,
  });
  rmSync(folder, { recursive: true });
  expect((await attachments('verify')).stdout.toString()).toContain('0 whole, 0 not');
  writeFileSync(folder, 'a file where the folder should be');
  expect(await attachments('verify')).toMatchObject({
    status: 3,
    stderr: expect.stringContaining('attachments-unreadable') as string,
  });
});

test('get of what is not there says so', async () => {
  const gone = uri.replace(/.{4}$/, '0000');
  expect(await attachments('get', gone)).toMatchObject({
    status: 2,
    stderr: expect.stringContaining('unknown-attachment') as string,
  });
});

test('verify names what is damaged', async () => {
  expect((await attachments('verify')).stdout.toString()).toBe(`1 whole, 0 not, in ${folder}.\n`);
  const hash = uri.slice(-64);
  const path = `${hash.slice(0, 2)}/${hash.slice(2, 4)}/${hash}`;
  writeFileSync(join(folder, path), 'forged');
  const { status, stdout } = await attachments('verify', '--json');
  expect(status).toBe(1);
  expect(JSON.parse(stdout.toString())).toEqual({ folder, whole: 0, faults: [{ path, state: 'damaged' }] });
});
