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

/** A user that a program runs as, other than ourselves. */
export interface RunAs {
  readonly uid: number;
  readonly gid: number;
}

/**
 * The user that PostgreSQL runs as. Undefined: ourselves. It refuses to run as root, so for root it is `postgres`, else `nobody`. Throws
 * ConfigError `no-postgres-user` where there is neither.
 */
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
 * Makes and gives the folder in which the database of state folder `dir` lives. That is `dir` itself, but where `user` may not enter it (below a
 * 0700 home) it is a folder below /var/lib/lintel. The file `postgres-home` in `dir` names that, so a new `dir` begins anew. Throws ConfigError
 * `postgres-no-place`.
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

/** Tells whether `user` may enter `path` and every folder above it. */
export function canPass(path: string, user: RunAs): boolean {
  for (let at = path; ; at = dirname(at)) {
    if (!modeAllows(at, user, 0o1)) return false;
    if (at === dirname(at)) return true;
  }
}

/** Tells whether the mode of `path` gives `user` all of `bits` (read 4, write 2, enter or execute 1). */
export function modeAllows(path: string, user: RunAs, bits: number): boolean {
  const { mode, uid, gid } = statSync(path);
  const shift = uid === user.uid ? 6 : gid === user.gid ? 3 : 0;
  return ((mode >> shift) & bits) === bits;
}

/** Makes `user` the owner of `path` and everything in it. Does nothing for undefined: ourselves. */
export function changeOwner(path: string, user: RunAs | undefined): void {
  if (user === undefined) return;
  lchownSync(path, user.uid, user.gid);
  if (!statSync(path).isDirectory()) return;
  for (const entry of readdirSync(path, { withFileTypes: true, recursive: true })) {
    lchownSync(join(entry.parentPath, entry.name), user.uid, user.gid);
  }
}

/** Tells whether we may execute a file. */
export function canExecute(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
