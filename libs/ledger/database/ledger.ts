import type { DataSource, ObjectLiteral, QueryRunner, Repository } from 'typeorm';
import { ConfigError } from '#libs/model/errors.js';
import type { LedgerStream } from '#libs/model/batch.js';
import { makeDataSource, type LedgerConnection } from './data-source.js';
import { connectionError, ledgerError, sqlState } from './ledger-error.js';
import { foundLedger } from './found-ledger.js';
import { openError } from './open-error.js';

export interface LedgerSettings extends LedgerConnection {
  /** Topic prefix. A ledger keeps the one it was founded with: another would publish a second history. */
  readonly prefix: string;
}

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
      const id = await foundLedger(database, settings.prefix);
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
   * Runs `work` when every earlier call has ended, whether well or badly. A process that is stopped (SIGSTOP, a sleeping laptop) then has
   * one session that holds or awaits the write lock, not one for each of its streams: each would get the lock in turn, and keep it until
   * PostgreSQL ends it. Rejects with what `work` throws.
   */
  inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
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

  /** What `read` finds in one table, through TypeORM's repository. Throws as `ask` does. */
  async find<Row extends ObjectLiteral, Result>(
    table: new () => Row,
    read: (rows: Repository<Row>) => Promise<Result>,
  ): Promise<Result> {
    return this.#connected(async (runner) => read(runner.manager.getRepository(table)));
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
