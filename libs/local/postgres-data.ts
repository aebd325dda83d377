import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { ConfigError } from '#libs/model/errors.js';
import type { Binaries } from './postgres-binaries.js';
import { giveTo, type RunAs } from './postgres-user.js';
import { stderrOf } from './stderr-of.js';

/** Where one server lives and as whom it runs. */
export interface PostgresFolders {
  readonly home: string;
  readonly data: string;
  readonly log: string;
  readonly binaries: Binaries;
  readonly user: RunAs | undefined;
}

/** The superuser's password, invented once and kept beside the data, for us alone. */
export function passwordOf(dir: string): string {
  const file = join(dir, 'password');
  if (!existsSync(file)) writeFileSync(file, randomBytes(18).toString('hex'), { mode: 0o600 });
  return readFileSync(file, 'utf8');
}

/** Makes the data folder where there is none. ConfigError `postgres-not-initialised`, `postgres-other-version`. */
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
  giveTo(draft, user);
  giveTo(secret, user);
  // Without encoding and locale a machine that has none set gets a database in SQL_ASCII.
  const words = ['--encoding=UTF8', '--locale=C', '--auth=scram-sha-256', '--no-instructions', '--no-sync'];
  try {
    const initdb = join(binaries.folder, 'bin/initdb');
    const args = ['-D', draft, '-U', 'postgres', `--pwfile=${secret}`, ...words];
    await promisify(execFile)(initdb, args, { cwd: home, env: environment(), ...user });
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

function requireSameVersion(data: string, { major }: Binaries): void {
  const theirs = readFileSync(join(data, 'PG_VERSION'), 'utf8').trim();
  if (theirs === major) return;
  throw new ConfigError(
    'postgres-other-version',
    `The data folder was made by PostgreSQL ${theirs}, this is ${major}`,
    { file: data },
    'Begin anew with npm start -- --reset, or go back to the version of Lintel that made it.',
  );
}

/** Nothing of the surroundings' locale or PG* variables reaches the server. */
export const environment = (): Record<string, string> => ({
  PATH: process.env['PATH'] ?? '',
  LC_ALL: 'C',
  TZ: 'UTC',
});
