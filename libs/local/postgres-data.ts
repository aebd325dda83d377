import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { ConfigError } from '#libs/model/errors.js';
import type { PostgresBinaries } from './postgres-binaries.js';
import { changeOwner, type RunAs } from './postgres-user.js';
import { stderrOf } from './stderr-of.js';

/** Where one server lives, and as whom it runs. */
export interface PostgresFolders {
  /** A folder that the server's user may enter. */
  readonly home: string;
  /** The data folder inside it. */
  readonly data: string;
  /** The log file. */
  readonly log: string;
  readonly binaries: PostgresBinaries;
  /** Undefined: the server runs as ourselves. */
  readonly user: RunAs | undefined;
}

/** The superuser's password. It is made at random once, and kept in `dir`, readable by us only. */
export function superuserPassword(dir: string): string {
  const file = join(dir, 'password');
  if (!existsSync(file)) writeFileSync(file, randomBytes(18).toString('hex'), { mode: 0o600 });
  return readFileSync(file, 'utf8');
}

/**
 * Makes the data folder where there is none; it appears whole or not at all. Throws ConfigError `postgres-not-initialised`, and
 * `postgres-other-version` where another major version has made it.
 */
export async function initialiseOnce(
  { home, data, binaries, user }: PostgresFolders,
  password: string,
): Promise<void> {
  if (existsSync(data)) return requireSameVersion(data, binaries);
  const draft = join(home, 'data.new');
  const secret = join(home, 'initial-password');
  rmSync(draft, { recursive: true, force: true });
  mkdirSync(draft, { mode: 0o700 });
  writeFileSync(secret, `${password}\n`, { mode: 0o600 });
  changeOwner(draft, user);
  changeOwner(secret, user);
  // Without these two a machine on which no locale is set gets a database in SQL_ASCII.
  const options = ['--encoding=UTF8', '--locale=C', '--auth=scram-sha-256', '--no-instructions', '--no-sync'];
  try {
    const initdb = join(binaries.folder, 'bin/initdb');
    const args = ['-D', draft, '-U', 'postgres', `--pwfile=${secret}`, ...options];
    await promisify(execFile)(initdb, args, { cwd: home, env: serverEnvironment(), ...user });
  } catch (error) {
    throw new ConfigError(
      'postgres-not-initialised',
      `PostgreSQL's data folder could not be made: ${stderrOf(error)}`,
      { file: data },
      'Look at the message: is the disk full, may the user write there?',
    );
  } finally {
    rmSync(secret, { force: true });
  }
  renameSync(draft, data); // whole or not at all
}

function requireSameVersion(data: string, { major }: PostgresBinaries): void {
  const dataVersion = readFileSync(join(data, 'PG_VERSION'), 'utf8').trim();
  if (dataVersion === major) return;
  throw new ConfigError(
    'postgres-other-version',
    `The data folder was made by PostgreSQL ${dataVersion}, this is ${major}`,
    { file: data },
    'Begin anew with npm start -- --reset, or go back to the version of Lintel that made it.',
  );
}

/** The server's environment. It holds no locale and no PG* variables of ours. */
export const serverEnvironment = (): Record<string, string> => ({
  PATH: process.env['PATH'] ?? '',
  LC_ALL: 'C',
  TZ: 'UTC',
});
