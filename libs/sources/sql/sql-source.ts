import { ConfigError, RecordError } from '#libs/model/errors.js';
import { isObject, type JsonObject } from '#libs/model/json.js';
import type { SqlSettings } from './settings.js';
import type { Fence, Offset, PullSource, RawRecord, SourceBatch } from '../source.js';
import type { Page, PageRequest, SqlRow, SqlDialect } from './dialect.js';
import { offsetAfter, requestFor } from './progress.js';
import { type SqlOffset, sqlOffset, storedSqlOffset } from './offset.js';

/**
 * Reads the rows of a table in the order of (watermark, key), below the fence; `progress.ts` says in which phases. Values are the
 * database's own text (I8). The `raw` of a row is its JSON in column order. An aborted read hands over nothing.
 */
export function sqlSource(settings: SqlSettings, dialect: SqlDialect): PullSource {
  const { column } = settings.watermark;
  const keyAt = settings.key.map((name) => dialect.columns.indexOf(name));
  const watermarkAt = dialect.columns.indexOf(column);

  function record(row: SqlRow, ordinal: number): RawRecord {
    const value = Object.fromEntries(dialect.columns.map((name, at) => [name, row[at] ?? null]));
    const known = { raw: Buffer.from(JSON.stringify(value)), position: `${settings.from}:${ordinal}` };
    const undecoded = undecodedIn(value);
    if (undecoded !== undefined) return { ...known, fault: undecoded };
    if (row[watermarkAt] !== null) return { ...known, value };
    return { ...known, fault: { code: 'no-watermark', message: `${column} is null`, path: column } };
  }

  /** Throws where the page shows another past than the one that was read. */
  function refuseAnotherPast(from: SqlOffset | undefined, page: Page): void {
    if (page.ahead) throw wentBack('has rows stamped by transactions that are still to come');
    if (from === undefined) return;
    const reached = from.last?.[0];
    const older =
      dialect.isBelow(page.fence, from.until) ||
      (typeof reached === 'string' && !dialect.isBelow(reached, page.fence));
    const another = from.cluster !== undefined && page.cluster !== undefined && from.cluster !== page.cluster;
    if (older) throw wentBack('has gone back in time');
    if (another) throw wentBack('is another database than before');
  }

  function wentBack(what: string): ConfigError {
    return new ConfigError(
      'source-went-back',
      `${settings.database} at ${settings.host} ${what}: restored, or refreshed from elsewhere?`,
      undefined,
      'make sure that it is the right database, then reset the checkpoint of the stream: it is read from the beginning',
    );
  }

  /** The page to hand over, and the fence of the rows with a watermark: it says how far the table was heard. */
  async function nextPage(
    from: SqlOffset | undefined,
    limit: number,
    signal: AbortSignal,
  ): Promise<readonly [PageRequest, Page, Fence]> {
    const request = requestFor(from);
    const page = await dialect.page(request, limit, signal);
    refuseAnotherPast(from, page);
    const fence: Fence = { kind: 'xid8', at: page.fence, ...(page.heldBy && { heldBy: page.heldBy }) };
    if (request.part !== 'live' || page.rows.length > 0 || !page.nullable) return [request, page, fence];
    const after = from?.unstamped && { after: from.unstamped };
    const unstamped: PageRequest = { part: 'unstamped', conditioned: false, ...after };
    const unstampedPage = await dialect.page(unstamped, limit, signal);
    refuseAnotherPast(from, unstampedPage);
    return [unstamped, unstampedPage, fence];
  }

  async function readOn(
    stored: Offset | undefined,
    limit: number,
    signal: AbortSignal,
  ): Promise<SourceBatch> {
    const from = sqlOffset(stored);
    const [request, page, fence] = await nextPage(from, limit, signal);
    const next = offsetAfter(from, request, page, { watermark: watermarkAt, key: keyAt });
    const before = from?.read ?? 0;
    return {
      records: page.rows.map((row, at) => record(row, before + at + 1)),
      // a page without rows that ends no phase moves nothing: the pipeline need not commit it
      next:
        stored !== undefined && page.rows.length === 0 && next.phase === from?.phase
          ? stored
          : storedSqlOffset(next),
      more: page.rows.length >= page.limit || next.phase !== (from?.phase ?? 'backfill'),
      fence,
      phase: phaseOf(from),
    };
  }

  return {
    async read(stored, limit, signal) {
      try {
        return await readOn(stored, limit, signal);
      } catch (error) {
        if (!signal.aborted) throw error;
        return { records: [], next: stored ?? {}, more: false, phase: phaseOf(sqlOffset(stored)) };
      }
    },
    committed: () => Promise.resolve(),
    parse(raw) {
      const value: unknown = rowOf(raw);
      if (!isObject(value)) throw new RecordError('not-an-object', 'the stored record is no row');
      const undecoded = undecodedIn(value);
      if (undecoded !== undefined) throw new RecordError(undecoded.code, undecoded.message, undecoded.path);
      if (value[column] === null) throw new RecordError('no-watermark', `${column} is null`, column);
      return value;
    },
    close: () => dialect.close(),
  };
}

/** I11: a row that the database itself cannot decode is a dead letter, which keeps the bytes, and the others go on. */
function undecodedIn(row: JsonObject): RawRecord['fault'] {
  const columns = Object.keys(row).filter((name) => isObject(row[name]));
  const [path] = columns;
  if (path === undefined) return undefined;
  const message = `${columns.join(', ')}: bytes that are no text in the encoding of the database`;
  return { code: 'undecodable', message, path };
}

const phaseOf = (from: SqlOffset | undefined): SourceBatch['phase'] =>
  from?.phase === 'live' ? 'live' : 'backfill';

/** Undefined where the text is not JSON: the message of JSON.parse quotes it. */
function rowOf(raw: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(raw).toString()) as unknown;
  } catch {
    return undefined;
  }
}
