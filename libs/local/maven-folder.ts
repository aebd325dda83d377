import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigError } from '#libs/model/errors.js';
import { UTF8_LOCALE } from './java-environment.js';
import { awaitLock } from './lock.js';

/** A program that Maven fetches into a folder of ours, as a pom says. */
export interface MavenFolder {
  /** What a person calls it. */
  readonly name: string;
  /** Megabytes of the download, told before it begins. */
  readonly size: number;
  /** The folder of the pom. */
  readonly source: string;
  /** Further files of that folder that belong beside what Maven fetches. */
  readonly files: readonly string[];
  /** The property by which the pom is told where to put the program. */
  readonly property: string;
  /** Code of the ConfigError where the program cannot be fetched. */
  readonly code: string;
}

const STAMP = '.pom-sha256';

/** Tells whether `dir` holds what the pom brings as it stands now. */
export function isFetched(folder: MavenFolder, dir: string): boolean {
  const stamp = join(dir, STAMP);
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === sourceHash(folder);
}

/**
 * Fills `dir` by Maven and gives it; at once where it is filled already. The folder appears whole or not at all. Several processes may call it at
 * the same time: one fetches, the others wait up to five minutes. `report` is told before a download. Throws ConfigError with the code of the
 * folder, or `in-use`.
 */
export async function fetchByMaven(
  folder: MavenFolder,
  dir: string,
  report: (line: string) => void = () => undefined,
): Promise<string> {
  if (isFetched(folder, dir)) return dir;
  const lock = await awaitLock(`${dir}.lock`, `The download of ${folder.name}`, 300_000);
  try {
    if (isFetched(folder, dir)) return dir;
    report(`Fetching ${folder.name} by Maven, once (about ${folder.size} MB) …`);
    const draft = `${dir}.new`;
    rmSync(draft, { recursive: true, force: true });
    await maven(folder, draft);
    for (const file of folder.files) copyFileSync(join(folder.source, file), join(draft, file));
    writeFileSync(join(draft, STAMP), sourceHash(folder));
    rmSync(dir, { recursive: true, force: true });
    renameSync(draft, dir);
    return dir;
  } finally {
    lock.release();
  }
}

/** The hash of everything that decides what the folder holds: the pom, and the files that go beside. */
function sourceHash({ source, files }: MavenFolder): string {
  const hash = createHash('sha256');
  for (const file of ['pom.xml', ...files]) hash.update(readFileSync(join(source, file)));
  return hash.digest('hex');
}

function maven({ source, property, name, code }: MavenFolder, out: string): Promise<void> {
  const pom = join(source, 'pom.xml');
  return new Promise((resolve, reject) => {
    const child = spawn('mvn', ['-q', '-B', '-f', pom, `-D${property}=${out}`, 'generate-resources'], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, LC_ALL: UTF8_LOCALE },
    });
    let output = '';
    const collect = (chunk: Buffer): void => {
      output = (output + chunk.toString()).slice(-2000);
    };
    child.stdout.on('data', collect);
    child.stderr.on('data', collect);
    const fail = (why: string): void =>
      reject(
        new ConfigError(
          code,
          `Maven could not fetch ${name}: ${why}`,
          { file: pom },
          'Check that Maven reaches its repository (~/.m2/settings.xml holds proxies and mirrors), then start again.',
        ),
      );
    child.once('error', (error) => fail(error.message));
    child.once('exit', (code) =>
      code === 0 ? resolve() : fail(output.trim().split('\n').slice(0, 3).join(' ')),
    );
  });
}
