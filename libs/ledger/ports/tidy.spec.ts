import type { QueryRunner } from 'typeorm';
import type { Committed, LedgerStream } from '#libs/model/batch.js';
import { TransientError } from '#libs/model/errors.js';
import { commitBatch } from '../commit/commit.js';
import { OUTBOX_PARTITION } from '../commit/write-outbox.js';
import type { Ledger } from '../database/ledger.js';
import { batch, item, says } from '../testing/batches.js';
import { freshLedger, type FreshLedger } from '../testing/fresh-ledger.js';
import { ledgerForRelay } from './for-relay.js';
import { forgetOldIds, purgeOutbox } from './tidy.js';

let fresh: FreshLedger;
let ledger: Ledger;
let orders: LedgerStream;

beforeAll(async () => {
  fresh = await freshLedger();
  ledger = fresh.ledger;
});
beforeEach(async () => {
  await fresh.empty();
  await ledger.ask('update relay_progress set relayed = 0');
  for (const name of await partitions()) await ledger.ask(`drop table ${name}`);
  orders = await ledger.stream('housing', 'orders', 'uh');
});
afterAll(() => fresh.drop());

async function partitions(): Promise<readonly string[]> {
  const rows = await ledger.ask<{ readonly name: string }>(
    `select inhrelid::regclass::text as name from pg_inherits where inhparent = 'outbox'::regclass order by 1`,
  );
  return rows.map((it) => it.name);
}

const order = (id: string): ReturnType<typeof says> =>
  says('work-order', `uh/workOrder:${id}`, { description: `order ${id}` });

const commit = (...[stream, items, more]: Parameters<typeof batch>): Promise<Committed> =>
  commitBatch(ledger, batch(stream, items, more), { authority: {} });

describe('the outbox is purged', () => {
  const last = OUTBOX_PARTITION - 1;
  /** The first number of a partition, and its last. */
  const start = (partition: number): number => partition * OUTBOX_PARTITION;
  const end = (partition: number): number => start(partition) + last;

  /** Five partitions, each with its first event and its last; the newest is the last of the fifth. */
  async function fill(): Promise<void> {
    const indexes = [0, 1, 2, 3, 4];
    for (const index of indexes)
      await ledger.ask(
        `create table outbox_${index} partition of outbox for values from (${start(index)}) to (${start(index + 1)})`,
      );
    await ledger.ask(
      `insert into outbox (number, topic, key, version, headers, value, at)
       select number, 'work-order', gen_random_uuid(), 1, '{}', '{}', now() from unnest($1::bigint[]) number`,
      [indexes.flatMap((index) => [Math.max(1, start(index)), end(index)])],
    );
    await ledger.ask('update ledger set last_number = $1', [end(4)]);
  }
  const kept = async (): Promise<readonly number[]> => {
    const rows = await ledger.ask<{ readonly number: string }>('select number from outbox order by number');
    return rows.map((it) => Number(it.number));
  };
  const relayedUpTo = (number: number): Promise<unknown> => ledgerForRelay(ledger).relayed(number);

  test('nothing was relayed: nothing goes, however little is to be kept', async () => {
    await fill();
    await purgeOutbox(ledger, 0);
    expect(await partitions()).toHaveLength(5);
    expect(await kept()).toHaveLength(10);
  });

  test('what was relayed and is older than what is kept goes, by whole partitions', async () => {
    await fill();
    await relayedUpTo(end(4));
    await purgeOutbox(ledger, 2 * OUTBOX_PARTITION);
    // 500,000 of 1,249,999 relayed ones are kept: from 750,000 on, which begins the fourth partition
    expect(await partitions()).toEqual(['outbox_2', 'outbox_3', 'outbox_4']);
    expect(await kept()).toEqual([2, 3, 4].flatMap((it) => [start(it), end(it)]));
  });

  test.each([
    ['the last event of a partition was relayed', start(3) + 1, ['outbox_3', 'outbox_4']],
    ['the last event but one', end(2) - 1, ['outbox_2', 'outbox_3', 'outbox_4']],
    ['the first event', start(2), ['outbox_2', 'outbox_3', 'outbox_4']],
  ])('a partition that holds an event that was not relayed stays: %s', async (_, relayed, left) => {
    await fill();
    await relayedUpTo(relayed);
    await purgeOutbox(ledger, 0);
    expect(await partitions()).toEqual(left);
    const unrelayed = (await kept()).filter((it) => it > relayed);
    expect(unrelayed).toEqual([2, 3, 4].flatMap((it) => [start(it), end(it)]).filter((it) => it > relayed));
  });

  test.each([0, 1000, OUTBOX_PARTITION, 2_000_000])(
    'the newest %i of the relayed ones stay, wherever the relay stands',
    async (keep) => {
      for (const relayed of [end(0), start(2) + 999, start(3) + 1000, end(4)]) {
        for (const name of await partitions()) await ledger.ask(`drop table ${name}`);
        await fill();
        const before = await kept();
        await ledger.ask('update relay_progress set relayed = $1', [relayed]);
        await purgeOutbox(ledger, keep);
        const after = await kept();
        expect(before.filter((it) => it > relayed - keep && !after.includes(it))).toEqual([]);
        // and no more than a partition beyond them
        expect(after.filter((it) => it <= relayed - keep - 2 * OUTBOX_PARTITION)).toEqual([]);
      }
    },
  );

  test('a second time nothing more goes; events that come afterwards find their place', async () => {
    await fill();
    await relayedUpTo(end(4));
    await purgeOutbox(ledger, 1);
    await purgeOutbox(ledger, 1);
    expect(await partitions()).toEqual(['outbox_4']);
    const { lastNumber } = await commit(orders, [item('1', 1, order('1'))]);
    expect(lastNumber).toBe(start(5) + 1); // the entity's event and its personal one
    expect(await partitions()).toEqual(['outbox_4', 'outbox_5']);
    const waiting = await ledgerForRelay(ledger).read(end(4), 10);
    expect(waiting.map((it) => it.number)).toEqual([start(5), start(5) + 1]);
  });
});

describe('old ids are forgotten', () => {
  const send = async (delivery: string, version: number): Promise<string | undefined> =>
    (await commit(orders, [{ ...item('1', version, order(`${version}`)), delivery }])).outcomes[0];
  const ageDelivery = (id: string, age: string): Promise<unknown> =>
    ledger.ask('update delivery set received_at = now() - $2::interval where id = $1', [id, age]);

  test('a delivery is recognised for thirty days and forgotten after them', async () => {
    expect([await send('younger', 1), await send('older', 2)]).toEqual(['applied', 'applied']);
    await ageDelivery('younger', '29 days 23:59');
    await ageDelivery('older', '30 days 00:01');
    await forgetOldIds(ledger);
    expect(await ledger.ask('select id from delivery')).toEqual([{ id: 'younger' }]);
    expect([await send('younger', 3), await send('older', 4)]).toEqual(['unchanged', 'applied']);
  });

  /** What a commit ends with whose answer was lost, and whose batch is as old as this when it is looked for. */
  async function commitFoundAfter(age: string): Promise<Committed> {
    const make = ledger.database.createQueryRunner.bind(ledger.database);
    ledger.database.createQueryRunner = (): QueryRunner => {
      ledger.database.createQueryRunner = make;
      const runner = make();
      const commitTransaction = runner.commitTransaction.bind(runner);
      runner.commitTransaction = async () => {
        await commitTransaction();
        await ledger.ask('update batch set committed_at = now() - $1::interval', [age]);
        await forgetOldIds(ledger);
        throw Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' });
      };
      return runner;
    };
    return commit(orders, [item('1', 1, order('1'))]);
  }

  test('a batch is recognised for a day', async () => {
    expect((await commitFoundAfter('23:59')).outcomes).toEqual(['applied']);
    expect(await ledger.ask('select 1 from batch')).toHaveLength(1);
  });

  test('a batch is forgotten after a day', async () => {
    await expect(commitFoundAfter('24:01')).rejects.toThrow(TransientError);
    expect(await ledger.ask('select 1 from batch')).toEqual([]);
  });
});
