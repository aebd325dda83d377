import { randomBytes } from 'node:crypto';
import { Client } from 'pg';

/** A name that no other spec has; it begins with a letter. */
export const uniqueName = (): string => `t${randomBytes(6).toString('hex')}`;

/** The brokers of the one Kafka of this Jest run, which is started for the first spec that asks. A spec takes topics under a prefix of its own: `uniqueName()`. */
export async function sharedKafka(): Promise<readonly string[]> {
  const { brokers } = (await askService('kafka')) as { readonly brokers: readonly string[] };
  return brokers;
}

/** A database that one spec has to itself. */
export interface FreshDatabase {
  /** Connects the superuser to this database. */
  readonly url: string;
  /** Drops it and ends the connections to it. What is not dropped is removed after the run. */
  drop(): Promise<void>;
}

/** Makes an empty database in the one PostgreSQL of this Jest run: UTF-8, locale C. */
export async function freshDatabase(): Promise<FreshDatabase> {
  const { url } = (await askService('postgres')) as { readonly url: string };
  const name = uniqueName();
  await run(url, `create database ${name}`);
  const databaseUrl = new URL(url);
  databaseUrl.pathname = `/${name}`;
  return { url: databaseUrl.href, drop: () => run(url, `drop database if exists ${name} with (force)`) };
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

async function askService(service: string): Promise<unknown> {
  const url = process.env['LINTEL_TEST_SERVICES'];
  if (url === undefined) throw new Error('No LINTEL_TEST_SERVICES: is globalSetup in the Jest settings?');
  const response = await fetch(`${url}/${service}`);
  if (!response.ok) throw new Error(`${service}: ${await response.text()}`);
  return response.json();
}
