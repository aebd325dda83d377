import type { MigrationInterface, QueryRunner } from 'typeorm';

/** When the clock must look at what, and what it must know of the streams that could bring evidence. */
export class Deadlines1764000000000 implements MigrationInterface {
  readonly name = 'Deadlines1764000000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of UP) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table deadline, clock');
    await runner.query('alter table stream drop column says, drop column asked, drop column go_live_at');
    await runner.query('alter table stream_health drop column read_to');
  }
}

const UP = [
  `create table deadline (
     entity_id uuid primary key,
     look_at timestamptz not null
   )`,
  `create index deadline_look_at on deadline (look_at)`,
  // under which rules everything has been looked at
  `create table clock (
     only_one boolean primary key default true check (only_one),
     rules text not null
   )`,
  // what its records may say (`work-order.completedAt`); whether it is asked or calls
  `alter table stream add column says text[] not null default '{}', add column asked boolean not null default false,
     add column go_live_at timestamptz`,
  `alter table stream_health add column read_to timestamptz`,
];
