import type { ClientBase } from 'pg';

/**
 * The simulator's own memory, in the schema `sim` that the reader's account cannot see: what it planned to send, what
 * the other side took, which orders the contractor knows before the housing system does. So a restart goes on, and the
 * truth survives it.
 */
export async function createOwnTables(db: ClientBase): Promise<void> {
  await db.query(`
    create schema if not exists sim;
    create table if not exists sim.seed (
      seed int primary key, now timestamptz not null, begun timestamptz not null, finished timestamptz
    );
    create table if not exists sim.delivery (
      sid bigint generated always as identity primary key,
      channel text not null check (channel in ('booking', 'update')),
      message_id text not null,
      due timestamptz not null,
      content jsonb not null,
      sent timestamptz
    );
    create index if not exists delivery_open on sim.delivery (due, sid) where sent is null;
    create index if not exists delivery_order on sim.delivery ((content->>'order'));
    create table if not exists sim.late_order (
      sid bigint generated always as identity primary key,
      due timestamptz not null,
      content jsonb not null,
      inserted timestamptz
    );
    create table if not exists sim.invoice_file (
      sid bigint generated always as identity primary key,
      name text not null unique,
      mode text not null check (mode in ('whole', 'slow', 'malformed')),
      due timestamptz not null,
      content jsonb not null,
      written timestamptz
    );
    create index if not exists invoice_file_open on sim.invoice_file (due, sid) where written is null`);
}

export const OWN_TABLES = ['sim.seed', 'sim.delivery', 'sim.late_order', 'sim.invoice_file'] as const;
