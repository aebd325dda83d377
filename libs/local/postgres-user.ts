import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  accessSync,
  constants,
  existsSync,
  lchownSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  realpathSync,
  statSync,
  writeFileSync,
  chmodSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { ConfigError } from '#libs/model/errors.js';

export interface RunAs {
  readonly uid: number;
  readonly gid: number;
}

/** PostgreSQL refuses to run as root: then the user `postgres`, else `nobody`. `undefined`: as ourselves. */
export function postgresUser(): RunAs | undefined {
  if (process.getuid?.() !== 0) return undefined;
  for (const name of ['postgres', 'nobody']) {
    try {
      const id = (flag: string): number =>
        Number(execFileSync('id', [flag, name], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }));
      return { uid: id('-u'), gid: id('-g') };
    } catch {
      // No such user here.
    }
  }
  throw new ConfigError(
    'no-postgres-user',
    'PostgreSQL does not run as root, and there is neither a user postgres nor nobody',
    undefined,
    'Start Lintel as an ordinary user, or add one: useradd --system postgres.',
  );
}

/**
 * Where the database of state folder `dir` lives: `dir` itself, but for root under a folder that the user postgres may not
 * pass (a 0700 home): then a folder below /var/lib/lintel, whose name stands in `dir`, so that a new `dir` begins anew.
 */
export function postgresHome(dir: string, user: RunAs | undefined): string {
  mkdirSync(dir, { recursive: true });
  if (user === undefined) return dir;
  chmodSync(dir, 0o711); // ours; what is above it is not
  const path = realpathSync(dir);
  if (canPass(path, user)) return path;
  const note = join(dir, 'postgres-home');
  if (!existsSync(note)) writeFileSync(note, `/var/lib/lintel/${randomBytes(6).toString('hex')}\n`);
  const home = readFileSync(note, 'utf8').trim();
  mkdirSync(home, { recursive: true, mode: 0o755 });
  if (canPass(home, user)) return home;
  throw new ConfigError(
    'postgres-no-place',
    `The user postgres may enter neither ${path} nor ${home}`,
    { file: dir },
    'Put the checkout where every user may pass (chmod o+x its parents), or start Lintel as an ordinary user.',
  );
}

/** Whether `user` may go through `path` and all above it. */
export function canPass(path: string, user: RunAs): boolean {
  for (let at = path; ; at = dirname(at)) {
    if (!allows(at, user, 0o1)) return false;
    if (at === dirname(at)) return true;
  }
}

/** Whether the mode of `path` gives `user` all of `bits` (read 4, write 2, enter or execute 1). Root only asks for others. */
export function allows(path: string, user: RunAs, bits: number): boolean {
  const { mode, uid, gid } = statSync(path);
  const shift = uid === user.uid ? 6 : gid === user.gid ? 3 : 0;
  return ((mode >> shift) & bits) === bits;
}

/** Makes `user` the owner of `path` and all in it; nothing where we are that user. */
export function giveTo(path: string, user: RunAs | undefined): void {
  if (user === undefined) return;
  lchownSync(path, user.uid, user.gid);
  if (!statSync(path).isDirectory()) return;
  for (const entry of readdirSync(path, { withFileTypes: true, recursive: true })) {
    lchownSync(join(entry.parentPath, entry.name), user.uid, user.gid);
  }
}

export function canExecute(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
