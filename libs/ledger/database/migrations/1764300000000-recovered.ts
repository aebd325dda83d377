import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Which marker of the relay a ledger was recovered from: `lintel recover` writes it, so that the relay takes that marker, of the epoch before,
 * for the past of this ledger. An older version of Lintel runs on beside it, and does not see the columns.
 */
export class Recovered1764300000000 implements MigrationInterface {
  readonly name = 'Recovered1764300000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `alter table ledger add column recovered_epoch integer, add column recovered_last bigint, add column recovered_base bigint`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      'alter table ledger drop column recovered_epoch, drop column recovered_last, drop column recovered_base',
    );
  }
}
