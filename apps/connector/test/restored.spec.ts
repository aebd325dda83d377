import { Client } from 'pg';
import type { Kafka } from 'kafkajs';
import { makeKafka } from '#libs/kafka/client.js';
import { ensureTopics } from '#libs/kafka/ensure-topics.js';
import { startRelay, type Relay } from '#libs/kafka/relay/relay.js';
import { planRecovery, recover } from '#apps/cli/recover.js';
import { readTopics } from '#libs/kafka/reader.js';
import { relink } from '#libs/ledger/commit/relink.js';
import type { JsonObject } from '#libs/model/json.js';
import { topicNames } from '#libs/model/topics.js';
import { commitBatch } from '#libs/ledger/commit/commit.js';
import { Ledger } from '#libs/ledger/database/ledger.js';
import { ledgerForRelay } from '#libs/ledger/ports/for-relay.js';
import { saveRelayHealth } from '#libs/ledger/ports/relay-health.js';
import { batch, item, says } from '#libs/ledger/testing/batches.js';
import { freshDatabase, sharedKafka, uniqueName, type FreshDatabase } from '#libs/local/testing/services.js';
import { until } from '#libs/local/testing/until.js';

const MOMENTS = 10;
const RULES = { authority: {} };
const prefix = uniqueName();
let database: FreshDatabase;
let kafka: Kafka;
let server: Client;
/** Databases that hold the ledger as it was after so many commits. */
const backups = Array.from({ length: MOMENTS }, (_, at) => `${prefix}_${at}`);

/** Events that Kafka holds. */
let published = 0;

const nameOf = (url: string): string => new URL(url).pathname.slice(1);
const open = (): Promise<Ledger> =>
  Ledger.open({ url: database.url, prefix, applicationName: 'restored', poolSize: 3 });

/** One commit of a stream without a checkpoint, in which one order becomes another; `who` makes the content of a second life another. */
async function commitOne(ledger: Ledger, at: number, who: string): Promise<number> {
  const stream = await ledger.stream('spec', 'orders', 'spec');
  const spoken = says('work-order', `spec/order:${at % 3}`, { description: `${who} ${at}` });
  return (await commitBatch(ledger, batch(stream, [item(`${at % 3}`, at + 1, spoken)]), RULES)).lastNumber;
}

const relayOf = (ledger: Ledger, holdLease = () => Promise.resolve(true)): Relay =>
  startRelay({
    kafka,
    outbox: ledgerForRelay(ledger),
    holdLease,
    prefix,
    pollMs: 20,
    leaseMs: 20,
    refusedMs: 50,
  });

async function copyDatabase(from: string, to: string): Promise<void> {
  await server.query(`drop database if exists ${to} with (force)`);
  await server.query(`create database ${to} template ${from}`);
}

beforeAll(async () => {
  database = await freshDatabase();
  kafka = makeKafka({ brokers: await sharedKafka(), clientId: 'restored' });
  const maintenance = new URL(database.url);
  maintenance.pathname = '/postgres';
  server = new Client({ connectionString: maintenance.href });
  await server.connect();
  for (let at = 0; at < MOMENTS + 2; at += 1) {
    const ledger = await open();
    if (at === 0) {
      const admin = kafka.admin();
      await admin.connect();
      await ensureTopics(admin, { prefix, ledgerId: ledger.id, partitions: 1 });
      await admin.disconnect();
    }
    published = await commitOne(ledger, at, 'first life');
    const relay = relayOf(ledger);
    await until(
      'all is in Kafka',
      () => relay.health().last,
      (last) => last === published,
    );
    await relay.stop();
    await ledger.close();
    if (at < MOMENTS) await copyDatabase(nameOf(database.url), backups[at] ?? '');
  }
});
afterAll(async () => {
  for (const backup of backups) await server.query(`drop database if exists ${backup} with (force)`);
  await server.end();
  await database.drop();
});

describe.each(backups.map((backup, at) => [at + 1, backup] as const))(
  'a ledger that was restored to what it was after commit %i',
  (_, backup) => {
    beforeEach(() => copyDatabase(backup, nameOf(database.url)));

    test.each([
      ['at once', 0],
      ['after a commit', 1],
      ['after it has counted past what Kafka holds', 3 * MOMENTS],
    ])('is refused %s', async (__, commits) => {
      const ledger = await open();
      for (let at = 0; at < commits; at += 1) await commitOne(ledger, 100 + at, 'second life');
      const relay = relayOf(ledger);
      await until(
        'it refuses',
        () => relay.health().state,
        (state) => state === 'refused',
      );
      expect(relay.health().code).toMatch(/^relay-(marker-ahead|other-past|epoch)$/);
      expect(relay.health().last).toBeUndefined();
      await relay.stop();
      await ledger.close();
    });

    test('is refused by a standby that takes over, too', async () => {
      const ledger = await open();
      let isFirst = true;
      const first = relayOf(ledger, () => Promise.resolve(isFirst));
      const standby = relayOf(ledger, () => Promise.resolve(!isFirst));
      await until(
        'the first refuses',
        () => first.health().state,
        (state) => state === 'refused',
      );
      for (let at = 0; at < 3 * MOMENTS; at += 1) await commitOne(ledger, 100 + at, 'second life');
      isFirst = false;
      await until(
        'the standby refuses',
        () => standby.health().state,
        (state) => state === 'refused',
      );
      await Promise.all([first.stop(), standby.stop()]);
      await ledger.close();
    });
  },
);

test('while the relay refuses nothing is committed', async () => {
  await copyDatabase(backups[3] ?? '', nameOf(database.url));
  const ledger = await open();
  const relay = relayOf(ledger);
  await until(
    'it refuses',
    () => relay.health().state,
    (state) => state === 'refused',
  );
  await saveRelayHealth(ledger, relay.health());
  await expect(commitOne(ledger, 200, 'second life')).rejects.toMatchObject({
    name: 'TransientError',
    code: 'relay-refuses',
  });
  await relay.stop();
  await ledger.close();
});

/** What an independent subscriber sees, from the beginning. */
async function everything(): Promise<ReadonlyMap<string, readonly JsonObject[]>> {
  const seen = new Map<string, JsonObject[]>();
  await readTopics(kafka, {
    topics: topicNames(prefix),
    each: ({ topic, key, value }) => {
      const name = `${topic} ${key}`;
      seen.set(name, [...(seen.get(name) ?? []), JSON.parse(value ?? '{}') as JsonObject]);
    },
  });
  return seen;
}

describe.each(backups.map((backup, at) => [at + 1, backup] as const))(
  'recover mends a ledger that was restored to what it was after commit %i',
  (moment, backup) => {
    test('versions go on, none is seen twice, and Kafka holds what the ledger holds', async () => {
      await copyDatabase(backup, nameOf(database.url));
      const ledger = await open();
      // a second life, before anybody noticed: one order that both know, one that may be known to Kafka alone, one new
      for (const at of [0, 1, 4]) await commitOne(ledger, 300 + at, `second life ${moment}`);
      const before = await everything();
      const plan = await planRecovery({ ledger, kafka });
      expect(await recover({ ledger, kafka }, new Date())).toEqual({
        ...plan,
        epoch: expect.any(Number) as number,
      });
      while (await relink(ledger, RULES, new Date().toISOString()));
      await commitOne(ledger, 400, `third life ${moment}`);
      await commitOne(ledger, 402, `third life ${moment}`);
      const relay = relayOf(ledger);
      const outbox = ledgerForRelay(ledger);
      const last = await outbox.lastNumber();
      await until(
        'all is in Kafka',
        () => relay.health(),
        (health) => health.last === last || health.state === 'refused',
      );
      expect(relay.health()).toMatchObject({ state: 'relaying', code: undefined });
      await relay.stop();

      const after = await until('every event can be read', async () => {
        const seen = await everything();
        return [...seen.values()].flat().length > [...before.values()].flat().length ? seen : undefined;
      });
      for (const [name, documents] of after) {
        expect([name, documents.map(({ version }) => version)]).toEqual([
          name,
          documents.map((_, at) => at + 1),
        ]);
        expect(documents.slice(0, before.get(name)?.length ?? 0)).toEqual(before.get(name) ?? []);
      }
      const entities = await ledger.ask<{
        readonly id: string;
        readonly kind: string;
        readonly main: JsonObject;
        readonly personal: JsonObject | null;
      }>('select id, kind, main, personal from entity');
      for (const { id, kind, main, personal } of entities) {
        expect(after.get(`${prefix}.${kind}.v1 ${id}`)?.at(-1)).toEqual(main);
        expect(after.get(`${prefix}.${kind}-personal.v1 ${id}`)?.at(-1)).toEqual(personal ?? undefined);
      }
      await expect(recover({ ledger, kafka }, new Date())).rejects.toMatchObject({ code: 'same-past' });
      await ledger.close();
    });
  },
);
