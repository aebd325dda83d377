import { randomBytes } from 'node:crypto';
import { Client } from 'pg';

/** A part of a name that no other spec has. */
export const uniqueName = (): string => `t${randomBytes(6).toString('hex')}`;

/** The brokers of the one Kafka of this Jest run. Take topics under a prefix of your own: `uniqueName()`. */
export async function sharedKafka(): Promise<readonly string[]> {
  const { brokers } = (await ask('kafka')) as { readonly brokers: readonly string[] };
  return brokers;
}

export interface FreshDatabase {
  /** Of the superuser, to this database. */
  readonly url: string;
  /** Throws out who is still in it. What is not dropped goes with the run. */
  drop(): Promise<void>;
}

/** An empty database of its own in the one PostgreSQL of this Jest run: UTF-8, locale C. */
export async function freshDatabase(): Promise<FreshDatabase> {
  const { url } = (await ask('postgres')) as { readonly url: string };
  const name = uniqueName();
  await run(url, `create database ${name}`);
  const own = new URL(url);
  own.pathname = `/${name}`;
  return { url: own.href, drop: () => run(url, `drop database if exists ${name} with (force)`) };
}

async function run(url: string, statement: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

async function ask(service: string): Promise<unknown> {
  const url = process.env['LINTEL_TEST_SERVICES'];
  if (url === undefined) throw new Error('No LINTEL_TEST_SERVICES: is globalSetup in the Jest settings?');
  const response = await fetch(`${url}/${service}`);
  if (!response.ok) throw new Error(`${service}: ${await response.text()}`);
  return response.json();
}
