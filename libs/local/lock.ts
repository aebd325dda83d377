import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ConfigError } from '#libs/model/errors.js';
import { startTimeOf } from './process-identity.js';

/** A lock that this process holds. It is released when the process exits, too. */
export interface Lock {
  /** Idempotent. */
  release(): void;
}

/**
 * Takes the lock file `path` for this process; `what` names for a person what it locks. The file names its owner by pid and start time, so the lock
 * of a process that was killed, or whose number another process has now, is taken over. Throws ConfigError `in-use` where its owner lives,
 * this process included.
 */
export function takeLock(path: string, what: string): Lock {
  const mine = JSON.stringify({ pid: process.pid, started: startTimeOf(process.pid) });
  mkdirSync(dirname(path), { recursive: true });
  for (let attempt = 0; attempt < 20; attempt++) {
    if (create(path, mine)) return heldLock(path, mine);
    const theirs = read(path);
    if (theirs === undefined) continue;
    const owner = ownerOf(theirs);
    if (owner !== undefined) {
      throw new ConfigError(
        'in-use',
        `${what} is used by process ${owner}`,
        { file: path },
        `Stop that process first (kill ${owner}), or use another state folder.`,
      );
    }
    removeStale(path, theirs);
  }
  throw new ConfigError('in-use', `${what} is being taken by another process`, { file: path }, 'Try again.');
}

/** As `takeLock`, but waits up to `waitMs` for a living owner to release it. */
export async function awaitLock(path: string, what: string, waitMs: number): Promise<Lock> {
  for (const end = Date.now() + waitMs; ; await sleep(100)) {
    try {
      return takeLock(path, what);
    } catch (error) {
      if (!(error instanceof ConfigError) || Date.now() > end) throw error;
    }
  }
}

/** Makes the lock file; false where there is one. A link appears with its content or not at all; an exclusive open would show an empty file for a moment. */
function create(path: string, content: string): boolean {
  const draft = `${path}.${process.pid}.${Math.random().toString(36).slice(2)}`;
  writeFileSync(draft, content);
  try {
    linkSync(draft, path);
    return true;
  } catch (error) {
    if (typeof error === 'object' && error !== null && 'code' in error && error.code === 'EEXIST')
      return false;
    throw error;
  } finally {
    rmSync(draft, { force: true });
  }
}

/** Removes a stale lock. Two processes may find the same one, so what was moved aside is read again, and put back where it is not the stale one. */
function removeStale(path: string, stale: string): void {
  const aside = `${path}.${process.pid}.stale`;
  try {
    renameSync(path, aside);
    if (read(aside) !== stale) linkSync(aside, path);
  } catch {
    // Somebody else was quicker; the next attempt sees what stands.
  } finally {
    rmSync(aside, { force: true });
  }
}

function heldLock(path: string, mine: string): Lock {
  const release = (): void => {
    process.off('exit', release);
    if (read(path) === mine) rmSync(path, { force: true });
  };
  process.on('exit', release);
  return { release };
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

/** The pid in a lock whose owner lives; else undefined. */
function ownerOf(content: string): number | undefined {
  try {
    const owner = JSON.parse(content) as { pid?: unknown; started?: unknown };
    return typeof owner.pid === 'number' && startTimeOf(owner.pid) === owner.started ? owner.pid : undefined;
  } catch {
    return undefined;
  }
}
