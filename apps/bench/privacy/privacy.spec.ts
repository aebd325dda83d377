import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { lintel } from '#apps/cli/testing/lintel.js';
import { MARKED_FIELDS, mark, PHONE, type MarkedField } from '#apps/simulator/index.js';
import { agree } from '../faults/agree.js';
import { packageRoot } from '../faults/local.js';
import { World } from '../faults/world.js';
import { MarkSearch } from './where-marks-are.js';

/**
 * I10, over the whole path: every text field of the pretend systems that is neither a code nor a reference carries a mark of its own. It
 * is found in the personal topics where a connector reads the field, and nowhere else.
 */
const READ: Readonly<
  Record<Exclude<MarkedField, 'job' | 'priority' | 'supplier' | 'buyer'> | 'phone', string>
> = {
  name: 'request-personal',
  problem: 'request-personal',
  access: 'request-personal',
  phone: 'request-personal',
  address: 'property-personal',
  'visit-comment': 'work-order-personal',
  'variation-detail': 'work-order-personal',
  'update-comment': 'work-order-personal',
  operative: 'work-order-personal',
  'invoice-line': 'invoice-personal',
  'invoice-note': 'invoice-personal',
};

const root = packageRoot();
const stop = new AbortController().signal;
let logs: string;
let world: World;
let search: MarkSearch;

beforeAll(async () => {
  logs = mkdtempSync(join(tmpdir(), 'lintel-privacy-'));
  world = await World.start({ root, logs, repairs: 300, seed: 11, keep: false, say: () => undefined }, stop);
  expect((await agree(world, { root, logs }, stop)).faults).toEqual([]);
  search = new MarkSearch(
    new Map<string, RegExp>([
      ...MARKED_FIELDS.map((field): [string, RegExp] => [field, new RegExp(mark(field))]),
      ['phone', PHONE],
    ]),
  );
  await search.lookAtTopics(world.services.brokers, 'faults');
  const url = `http://127.0.0.1:${world.apps[0]?.port}`;
  for (const path of ['/metrics', '/sync-health', '/readyz', '/livez', '/nothing'])
    search.look(path, await (await fetch(`${url}${path}`)).text());
  for (const [type, body] of Object.entries({
    xml: `<a>${mark('name')}</b>`,
    json: `{"a":"${mark('name')}"`,
  })) {
    const env = world.environments.connector(0);
    const [user, path] =
      type === 'xml' ? ['DRS', 'drs-scheduler/bookings'] : ['CONTRACTOR', 'contractor-hact/status-updates'];
    const login = Buffer.from(`${env[`${user}_USER`]}:${env[`${user}_PASSWORD`]}`).toString('base64');
    const headers = {
      authorization: `Basic ${login}`,
      'content-type': type === 'xml' ? 'text/xml' : 'application/json',
    };
    const answer = await fetch(`${url}/webhooks/${path}`, { method: 'POST', body, headers });
    expect(answer.status).toBeGreaterThanOrEqual(400);
    search.look(`answer to malformed ${type}`, await answer.text());
  }
  search.look('dead-letters list', await printed('dead-letters', 'list', '--json'));
  search.look('dead-letters list', await printed('dead-letters', 'list'));
  search.look('sync-health', await printed('sync-health'));
  for (const log of readdirSync(logs).filter((name) => name.startsWith('connector')))
    search.look('log', readFileSync(join(logs, log), 'utf8'));
});

afterAll(async () => {
  await world?.close();
  rmSync(logs, { recursive: true, force: true });
});

const printed = async (...words: readonly string[]): Promise<string> =>
  (await lintel(words, world.environments.connector(0), root)).stdout.toString();

test.each(Object.entries(READ))('%s is found in %s and nowhere else', (field, topic) => {
  expect(search.found.get(field)).toEqual([topic]);
});

test.each(['job', 'priority', 'supplier', 'buyer'])(
  '%s, which no connector reads, is found nowhere',
  (field) => {
    expect(search.found.get(field)).toBeUndefined();
  },
);

test('every place was looked at, dead letters of marked records among them', async () => {
  const looked = [...search.looked.keys()];
  expect(looked).toEqual(
    expect.arrayContaining([
      'request',
      'work-order',
      'invoice',
      'property',
      'dead-letter',
      'log',
      '/metrics',
    ]),
  );
  expect(JSON.parse(await printed('dead-letters', 'list', '--json')) as unknown[]).not.toHaveLength(0);
  expect([...search.looked].filter(([, characters]) => characters === 0)).toEqual([]);
});
