import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isAlive } from './starter.mjs';

const NAME = /^lintel-run-(\d+)-\w+$/;

export const isRunFolder = (folder) => NAME.test(folder.split('/').at(-1));

/** A folder for the temporary files of one run. Those of runs that were killed together with their guard are removed. */
export function makeRunFolder() {
  for (const name of readdirSync(tmpdir())) {
    const pid = Number(NAME.exec(name)?.[1] ?? 0);
    if (pid > 0 && !isAlive(pid)) removeRunFolder(join(tmpdir(), name));
  }
  const folder = mkdtempSync(join(tmpdir(), `lintel-run-${process.pid}-`));
  chmodSync(folder, 0o711); // as root, PostgreSQL runs as another user
  return folder;
}

/** Removes `folder`, and what a PostgreSQL of root's has put elsewhere (libs/local/postgres-user.ts). */
export function removeRunFolder(folder) {
  for (const name of existsSync(folder) ? readdirSync(folder, { recursive: true }) : []) {
    if (!/(^|\/)postgres-home$/.test(name)) continue;
    const home = readFileSync(join(folder, name), 'utf8').trim();
    if (home.startsWith('/var/lib/lintel/')) rmSync(home, { recursive: true, force: true });
  }
  rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
}
