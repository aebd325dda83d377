import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What waits for approval, and what was decided. A decision outlives the record's present words, so that it holds when the record speaks
 * again. How far back a part was taken back is known part by part.
 */
export class Held1763990000000 implements MigrationInterface {
  readonly name = 'Held1763990000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of UP) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table record add column floor text not null default ''`);
    await runner.query(`alter table contribution drop column floor`);
    await runner.query(`drop table held`);
  }
}

const UP = [
  `create table held (
     id uuid primary key default gen_random_uuid(),
     record_id bigint not null,
     part text not null,
     ref text not null,
     since timestamptz not null,
     decision text check (decision in ('approved', 'refused')),
     decided_at timestamptz,
     unique (record_id, part, ref)
   )`,
  `create index held_ref on held (ref)`,
  `insert into held (record_id, part, ref, since)
   select c.record_id, c.part, concat(h ->> 'scheme', ':', h ->> 'id', '@' || (h ->> 'period')), r.read_at
   from contribution c join record r on r.id = c.record_id, jsonb_array_elements(c.held) h
   on conflict do nothing`,
  `alter table contribution add column floor text not null default ''`,
  `update contribution c set floor = r.floor from record r where r.id = c.record_id and r.floor <> ''`,
  `alter table record drop column floor`,
];
