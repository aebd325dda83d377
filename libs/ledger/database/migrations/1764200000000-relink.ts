import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Entities whose links' ends changed in a commit that touched too many of them: their documents follow in commits of their own. */
export class Relink1764200000000 implements MigrationInterface {
  readonly name = 'Relink1764200000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of UP) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table relink');
  }
}

const UP = [
  // `refused`: why its new document cannot be told; it waits until its links change again
  `create table relink (
     entity_id uuid primary key,
     since timestamptz not null,
     origin text not null,
     refused text
   )`,
  `create index relink_since on relink (since, entity_id) where refused is null`,
];
