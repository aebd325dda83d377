import { randomUUID } from 'node:crypto';
import type { DataSource, QueryRunner } from 'typeorm';
import { ConfigError, TransientError } from '#libs/model/errors.js';
import type { FoldRules } from '#libs/resolution/fold/document.js';
import { outcomesOf, type Batch, type Committed, type LedgerStream } from '#libs/model/batch.js';
import { commitBatch } from '../commit/commit.js';
import { makeDataSource, type LedgerConnection } from './data-source.js';
import { connectionError, ledgerError, sqlState } from './errors.js';
import { openError } from './open-error.js';

export interface LedgerSettings extends LedgerConnection {
  /** Topic prefix. A ledger keeps the one it was founded with: another would publish a second history. */
  readonly prefix: string;
}

/** Any number that no other program takes as an advisory lock: migrations run one at a time. */
const MIGRATION_LOCK = 7_163_014_911;

/** The ledger: PostgreSQL with records, entities, outbox, checkpoints and dead letters. */
export class Ledger {
  #turn: Promise<unknown> = Promise.resolve();

  private constructor(
    readonly database: DataSource,
    readonly id: string,
    readonly prefix: string,
  ) {}

  /** Connects, migrates and founds the ledger where there is none. Throws ConfigError, TransientError. */
  static async open(settings: LedgerSettings): Promise<Ledger> {
    const database = makeDataSource(settings);
    try {
      await database.initialize().catch((error: unknown) => {
        throw openError(error, settings.tls !== undefined);
      });
      const id = await found(database, settings.prefix);
      return new Ledger(database, id, settings.prefix);
    } catch (error) {
      if (database.isInitialized) await database.destroy();
      throw ledgerError(error);
    }
  }

  /** Connects to a ledger that stands already, and changes nothing. Throws ConfigError `no-ledger`, TransientError. */
  static async attach(connection: LedgerConnection): Promise<Ledger> {
    const database = makeDataSource(connection);
    try {
      await database.initialize().catch((error: unknown) => {
        throw openError(error, connection.tls !== undefined);
      });
      const [row] = (await database.query(`select id, prefix from ledger`)) as readonly {
        readonly id: string;
        readonly prefix: string;
      }[];
      if (row) return new Ledger(database, row.id, row.prefix);
      throw noLedger();
    } catch (error) {
      if (database.isInitialized) await database.destroy();
      throw sqlState(error) === '42P01' ? noLedger() : ledgerError(error);
    }
  }

  async close(): Promise<void> {
    if (this.database.isInitialized) await this.database.destroy();
  }

  /**
   * The stream's row, made on first sight. Only then is something inserted: ids are two bytes, and an INSERT that meets a conflict
   * takes one too.
   */
  async stream(connector: string, name: string, system: string): Promise<LedgerStream> {
    const id =
      (await this.#streamId(connector, name, system)) ??
      (await this.#newStreamId(connector, name, system)) ??
      (await this.#streamId(connector, name, system));
    return { id: Number(id), connector, name, system };
  }

  async #streamId(connector: string, name: string, system: string): Promise<number | undefined> {
    const [row] = await this.ask<{ readonly id: number; readonly system: string }>(
      'select id, system from stream where connector = $1 and name = $2',
      [connector, name],
    );
    if (row && row.system !== system)
      await this.ask('update stream set system = $2 where id = $1', [row.id, system]);
    return row?.id;
  }

  /** Undefined: another process was faster. */
  async #newStreamId(connector: string, name: string, system: string): Promise<number | undefined> {
    const [row] = await this.ask<{ readonly id: number }>(
      `insert into stream (connector, name, system) values ($1, $2, $3)
       on conflict (connector, name) do nothing returning id`,
      [connector, name, system],
    );
    return row?.id;
  }

  /**
   * One batch, all or nothing. Throws StaleCheckpoint, DataRefused, TransientError. Where the answer to COMMIT was lost, the batch is
   * looked for under the same lock: either it is there, or it never will be.
   */
  commit(batch: Batch, rules: FoldRules): Promise<Committed> {
    return this.#inTurn(() => this.#commit(batch, rules));
  }

  /** A transaction that takes the ledger's lock first. Throws as transaction does. */
  inTurn<Result>(work: (runner: QueryRunner) => Promise<Result>): Promise<Result> {
    return this.#inTurn(() => this.transaction(work));
  }

  async #commit(batch: Batch, rules: FoldRules): Promise<Committed> {
    let ending = false;
    try {
      return await this.transaction(async (runner) => {
        const committed = await commitBatch(runner, batch, rules, this.source);
        ending = true;
        return committed;
      });
    } catch (error) {
      const known = ledgerError(error);
      if (!ending || !(known instanceof TransientError)) throw known;
      const found = await this.transaction((runner) => findBatch(runner, batch));
      if (found) return found;
      throw known;
    }
  }

  /** Would this batch be taken? Leaves no trace (I9). Throws DataRefused where it would not. */
  async tryOut(batch: Batch, rules: FoldRules): Promise<void> {
    const refuseAtEnd = new Error('rolled back on purpose');
    const tried = this.#inTurn(() =>
      this.transaction(async (runner) => {
        const { checkpoint: _, ...withoutCheckpoint } = batch;
        await commitBatch(runner, withoutCheckpoint, rules, this.source);
        throw refuseAtEnd;
      }),
    );
    await tried.catch((error: unknown) => {
      if (error !== refuseAtEnd) throw ledgerError(error);
    });
  }

  /**
   * One at a time, as the ledger's lock would have it anyway. A process that is stopped then has one session that holds or awaits the
   * lock, not one for each of its streams, which would get it in turn, each until PostgreSQL ends it.
   */
  #inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    const result = this.#turn.then(work);
    this.#turn = result.catch(() => undefined);
    return result;
  }

  /** CloudEvents source of everything this ledger says. */
  get source(): string {
    return `/lintel/${this.prefix}`;
  }

  /** One statement, its rows. Throws TransientError; a wrong statement is a bug. */
  async ask<Row>(sql: string, parameters: readonly unknown[] = []): Promise<readonly Row[]> {
    return this.#connected(async (runner) => rowsOf<Row>(await runner.query(sql, [...parameters])));
  }

  /** All or nothing. Throws what `work` throws; TransientError and DataRefused where it is the database. */
  async transaction<Result>(work: (runner: QueryRunner) => Promise<Result>): Promise<Result> {
    return this.#connected(async (runner) => {
      try {
        await runner.startTransaction();
        const result = await work(runner);
        await runner.commitTransaction();
        return result;
      } catch (error) {
        // where the rollback fails the connection is gone, and the server rolls back by itself
        if (runner.isTransactionActive) await runner.rollbackTransaction().catch(() => undefined);
        throw error;
      }
    });
  }

  async #connected<Result>(work: (runner: QueryRunner) => Promise<Result>): Promise<Result> {
    const runner = this.database.createQueryRunner();
    try {
      await runner.connect().catch((error: unknown) => {
        throw connectionError(error);
      });
      return await work(runner);
    } catch (error) {
      throw ledgerError(error);
    } finally {
      await runner.release().catch(() => undefined);
    }
  }
}

const noLedger = (): ConfigError =>
  new ConfigError(
    'no-ledger',
    'This database holds no ledger.',
    undefined,
    'Start `npx lintel run` against it first.',
  );

/** UPDATE and DELETE answer [rows, count], the others rows. */
function rowsOf<Row>(answer: unknown): readonly Row[] {
  if (!Array.isArray(answer)) return [];
  const [first, second] = answer as readonly unknown[];
  return (Array.isArray(first) && typeof second === 'number' ? first : answer) as readonly Row[];
}

async function found(database: DataSource, prefix: string): Promise<string> {
  const runner = database.createQueryRunner();
  try {
    await runner.query('select pg_advisory_lock($1)', [MIGRATION_LOCK]);
    await database.runMigrations({ transaction: 'each' });
    await runner.query('insert into ledger (id, prefix) values ($1, $2) on conflict do nothing', [
      randomUUID(),
      prefix,
    ]);
    await runner.query('insert into relay_progress default values on conflict do nothing');
    const [row] = (await runner.query('select id, prefix from ledger')) as readonly {
      readonly id: string;
      readonly prefix: string;
    }[];
    if (row?.prefix !== prefix)
      throw new ConfigError(
        'prefix-changed',
        `This ledger publishes under the prefix '${row?.prefix}', not '${prefix}'.`,
        undefined,
        'Set LINTEL_PREFIX back, or use a new database.',
      );
    return row.id;
  } finally {
    await runner.query('select pg_advisory_unlock($1)', [MIGRATION_LOCK]).catch(() => undefined);
    await runner.release();
  }
}

async function findBatch(runner: QueryRunner, batch: Batch): Promise<Committed | undefined> {
  await runner.query('select 1 from ledger for update');
  const [row] = (await runner.query(
    `select b.outcomes, s.revision, l.last_number from batch b join stream s on s.id = b.stream_id, ledger l where b.id = $1`,
    [batch.id],
  )) as readonly { readonly outcomes: string; readonly revision: string; readonly last_number: string }[];
  return (
    row && {
      outcomes: outcomesOf(row.outcomes),
      revision: Number(row.revision),
      lastNumber: Number(row.last_number),
    }
  );
}
