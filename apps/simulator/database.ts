import { Pool } from 'pg';
import { pause } from './pause.js';
import type { Report } from './report.js';

/** A pool that outlives its server: a connection that breaks, idle or not, is only a query that fails. */
export function openDatabase(url: string, size = 16): Pool {
  const db = new Pool({ connectionString: url, max: size });
  db.on('error', () => undefined);
  db.on('connect', (client) => client.on('error', () => undefined));
  return db;
}

const RETRY_MS = 500;

/**
 * Runs a loop that ends only with `stop`, and begins it again where the database went away: what it had done is in the
 * simulator's own tables. Any other error is a bug and ends it.
 */
export async function enduring(loop: () => Promise<void>, stop: AbortSignal, report: Report): Promise<void> {
  for (;;) {
    try {
      return await loop();
    } catch (error) {
      if (stop.aborted && isDatabaseLost(error)) return;
      if (!isDatabaseLost(error)) throw error;
      report({ simulator: 'database-lost' });
      await pause(RETRY_MS, stop);
    }
  }
}

/** SQLSTATE classes 08, 40, 53, 57, 58: connection, conflict, resources, shutdown, system. No SQLSTATE: the socket broke. */
export function isDatabaseLost(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined;
  if (code !== undefined) return /^(08|40|53|57|58)...$/.test(code) || NETWORK.has(code);
  return LOST.test(error.message);
}

const NETWORK = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT']);
/** The driver gives these errors no code. */
const LOST = /^(Connection terminated|Client has encountered a connection error|Client was closed)/;
