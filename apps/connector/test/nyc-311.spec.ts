import { cpSync, existsSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freshDatabase, sharedKafka, uniqueName } from '#libs/local/testing/services.js';
import { makeKafka } from '#libs/kafka/client.js';
import { Ledger } from '#libs/ledger/database/ledger.js';
import { syncHealth, type StreamSyncHealth } from '#libs/ledger/queries/sync-health.js';
import { until } from '#libs/local/testing/until.js';
import { copyConnectors } from './kit/connectors-folder.js';
import { startApp, type RunningApp } from './kit/running-app.js';
import { faultsOf, readEvents } from './kit/subscriber.js';

const root = join(__dirname, '../../..');
const data = process.env['LINTEL_SHARED_DATA'] ?? join(root, '../shared/data');
const there = existsSync(join(data, 'datasets'));
if (!there && process.env['CI'] === 'true') throw new Error(`No ${data}: CI must have it.`);
if (!there) console.warn(`Skipped: no ${data}. Set LINTEL_SHARED_DATA to run over real records.`);

interface Running {
  readonly app: RunningApp;
  readonly ledger: Ledger;
  readonly prefix: string;
  readonly brokers: readonly string[];
  stream(name: string): Promise<StreamSyncHealth>;
  close(): Promise<void>;
}

async function runOver(drop: string): Promise<Running> {
  const connectors = copyConnectors(['nyc-311']);
  const [brokers, database, prefix] = [await sharedKafka(), await freshDatabase(), uniqueName()];
  const app = await startApp({
    environment: { NYC_DROP: drop },
    brokers,
    databaseUrl: database.url,
    prefix,
    connectors,
  });
  const ledger = await Ledger.attach({ url: database.url, applicationName: 'test', poolSize: 2 });
  return {
    app,
    ledger,
    prefix,
    brokers,
    stream: async (name) => {
      const found = (await syncHealth(ledger, new Date())).streams.find((it) => it.stream === name);
      if (!found) throw new Error(`no stream ${name}`);
      return found;
    },
    close: async () => {
      await app.close();
      await ledger.close();
      await database.drop();
      connectors.remove();
    },
  };
}

const folder = (): string => mkdtempSync(join(tmpdir(), 'lintel-nyc-'));

(there ? test : test.skip)(
  'real records of New York: each is accounted for, and nothing is archived in the data folder',
  async () => {
    const drop = folder();
    cpSync(join(data, 'datasets'), drop, { recursive: true });
    for (const name of readdirSync(join(drop, 'nyc-311')))
      cpSync(join(drop, 'nyc-311', name), join(drop, name));
    const before = readdirSync(join(data, 'datasets'), { recursive: true }).sort();
    const running = await runOver(drop);
    try {
      const counts = {
        'council-csv': { read: 5000, applied: 5000, filtered: 0 },
        'csv-export': { read: 1000, applied: 159, filtered: 841 },
        'json-export': { read: 1000, applied: 457, filtered: 543 },
      };
      for (const [name, wanted] of Object.entries(counts)) {
        await until(
          `${name} is read`,
          () => running.stream(name),
          ({ counts }) => counts.read === wanted.read,
        );
        expect(await running.stream(name)).toMatchObject({
          counts: { ...wanted, unchanged: 0, superseded: 0, deadLetters: 0 },
          filteredBy: wanted.filtered === 0 ? {} : { 'not-housing': wanted.filtered },
          unmappedCodes: {},
        });
      }
      const kafka = makeKafka({ brokers: running.brokers, clientId: 'test' });
      const events = await until('everything is published, and to be seen', async () => {
        const { relay } = await syncHealth(running.ledger, new Date());
        if (relay.published !== relay.last) return undefined;
        const found = await readEvents(kafka, running.prefix);
        return found.length >= relay.last ? found : undefined;
      });
      expect(faultsOf(events)).toEqual([]);
      expect(events.filter((it) => it.topic === 'request')).toHaveLength(5616);
      expect(readdirSync(join(data, 'datasets'), { recursive: true }).sort()).toEqual(before);
      expect(readdirSync(drop).filter((name) => statSync(join(drop, name)).isFile())).toEqual([]);
    } finally {
      await running.close();
      rmSync(drop, { recursive: true, force: true });
    }
  },
);

const CSV_HEAD =
  'Unique Key,Created Date,Closed Date,Agency,Agency Name,Complaint Type,Descriptor,Incident Zip,Incident Address,Status,Due Date,Resolution Description,Resolution Action Updated Date,Borough';
const csv = (status: string, updated: string): string =>
  `${CSV_HEAD}\n1,06/26/2018 10:58:54 AM,,HPD,Housing,PLUMBING,WATER SUPPLY,11421,,${status},,,${updated},QUEENS\n`;
const json = (status: string, updated: string): string =>
  JSON.stringify([
    {
      unique_key: '1',
      created_date: '2018-06-26T10:58:54.000',
      agency: 'HPD',
      agency_name: 'Housing',
      complaint_type: 'PLUMBING',
      descriptor: 'WATER SUPPLY',
      incident_zip: '11421',
      status,
      resolution_action_updated_date: updated,
      borough: 'QUEENS',
    },
  ]);

test.each([
  ['csv', 'Open', '07/01/2018 09:00:00 AM', 'Closed', '2018-07-02T09:00:00.000', 'closed'],
  ['json', 'Closed', '07/02/2018 09:00:00 AM', 'Open', '2018-07-01T09:00:00.000', 'closed'],
])('the newest version wins: %s is read first', async (first, inCsv, csvAt, inJson, jsonAt, winner) => {
  const drop = folder();
  const running = await runOver(drop);
  const files = {
    csv: ['311_Service_Requests.csv', csv(inCsv, csvAt), 'csv-export'],
    json: ['fhrw-4uyv.json', json(inJson, jsonAt), 'json-export'],
  } as const;
  try {
    for (const [name, content, stream] of first === 'csv'
      ? [files.csv, files.json]
      : [files.json, files.csv]) {
      writeFileSync(join(drop, name), content);
      await until(
        `${stream} is read`,
        () => running.stream(stream),
        ({ counts }) => counts.applied === 1,
      );
    }
    const [row] = await running.ledger.ask<{ readonly status: string }>(
      `select main #>> '{status,value}' as status from entity where kind = 'request'`,
    );
    expect(row?.status).toBe(winner);
  } finally {
    await running.close();
    rmSync(drop, { recursive: true, force: true });
  }
});
