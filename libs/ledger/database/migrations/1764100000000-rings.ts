import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What the clock has rung for already, since when each rule is in use, and which streams still live. */
export class Rings1764100000000 implements MigrationInterface {
  readonly name = 'Rings1764100000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of UP) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table rung, rule_use');
    await runner.query('drop index dead_letter_key');
    await runner.query('alter table stream drop column described_at');
  }
}

const UP = [
  // `word`: near, missed. Rows outlive their entity: it may come back
  `create table rung (
     entity_id uuid not null,
     ref text not null,
     due_at timestamptz not null,
     word text not null,
     primary key (entity_id, ref, due_at, word)
   )`,
  `insert into rung (entity_id, ref, due_at, word)
   select e.id, d->>'ref', (d->'dueAt'->>'at')::timestamptz, d->>'state'
   from entity e, jsonb_array_elements(e.main->'deadlines') d
   where jsonb_typeof(e.main->'deadlines') = 'array' and d->>'state' in ('near', 'missed') and d->'quiet' is null
     and d->'dueAt'->>'at' is not null
   on conflict do nothing`,
  `create table rule_use (
     rule text not null,
     version integer not null,
     time_limit text not null,
     since timestamptz not null,
     primary key (rule, version, time_limit)
   )`,
  `create index dead_letter_key on dead_letter (stream_id, key) where state = 'open'`,
  // when whoever runs it last said what it is
  `alter table stream add column described_at timestamptz`,
];
