import { Client } from 'pg';
import { setTimeout as sleep } from 'node:timers/promises';
import { freshDatabase } from '#libs/local/testing/services.js';
import { until } from '#libs/local/testing/until.js';
import { openSource } from '#libs/sources/open/open-source.js';
import { tracelessStore } from '#libs/sources/attachments/traceless-store.js';
import { readStream } from './stream-reader.js';
import { fakeLedger } from './testing/fake-ledger.js';
import { fakeRuntime } from './testing/fake-runtime.js';
import { fakeMapping } from './testing/fake-source.js';

test('a table that is renamed away and back costs no restart and no row', async () => {
  const { url, drop } = await freshDatabase();
  const owner = new Client({ connectionString: url });
  await owner.connect();
  await owner.query(
    `create table orders (key text primary key, tstamp xid8 not null default pg_current_xact_id());
     create index on orders (tstamp, key);
     insert into orders values ('1'), ('2')`,
  );
  const { hostname, port, pathname, username, password } = new URL(url);
  const ledger = fakeLedger();
  const stop = new AbortController();
  const reading = readStream(
    // pauses are short here
    fakeRuntime(ledger, { sleep: () => sleep(10) }),
    {
      stream: { id: 1, connector: 'housing', name: 'orders', system: 'uh' },
      mapping: fakeMapping,
      open: () =>
        openSource(
          {
            kind: 'sql',
            dialect: 'postgres',
            host: hostname,
            port: Number(port),
            database: pathname.slice(1),
            user: username,
            password,
            timezone: 'Europe/London',
            from: 'orders',
            fields: ['key'],
            key: ['key'],
            watermark: { column: 'tstamp', kind: 'xid8' },
          },
          tracelessStore,
        ),
      everyMs: 1,
      freshnessMs: 60_000,
    },
    stop.signal,
  );
  const state = (): string | undefined => ledger.healthStates.at(-1)?.state;
  const read = (): readonly string[] => ledger.committedRecords.map(({ key }) => key).sort();
  try {
    await until('both are read', read, (keys) => keys.length === 2);
    await owner.query('alter table orders rename to elsewhere');
    await until('the stream is failing', state, (now) => now === 'failing');
    expect(ledger.healthStates.at(-1)).toMatchObject({ code: 'column-gone' });
    await owner.query(`insert into elsewhere values ('3')`);
    await owner.query('alter table elsewhere rename to orders');
    await until('the third is read', read, (keys) => keys.length === 3);
    expect([read(), state()]).toEqual([['1', '2', '3'], 'ok']);
  } finally {
    stop.abort();
    await reading;
    await owner.end();
    await drop();
  }
});
