import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { freshDatabase, type FreshDatabase } from '#libs/local/testing/services.js';
import type { JsonObject } from '#libs/model/json.js';
import { Ledger } from '#libs/ledger/database/ledger.js';
import { batch, item, says } from '#libs/ledger/testing/batches.js';
import { commitBatch } from '#libs/ledger/commit/commit.js';
import { lintel } from '../testing/lintel.js';

const ROOT = join(__dirname, '../../..');
const folder = mkdtempSync(join(tmpdir(), 'hact-'));
let database: FreshDatabase;

interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

async function hact(
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<Ended> {
  const { stdout, ...ended } = await lintel(['hact', ...args], {
    DATABASE_URL: database.url,
    ...environment,
  });
  return { ...ended, stdout: stdout.toString() };
}

/** As a process of its own. */
async function built(args: readonly string[]): Promise<Ended> {
  const child = spawn(process.execPath, [join(ROOT, 'dist/apps/cli/main.js'), 'hact', ...args], {
    cwd: ROOT,
    env: { DATABASE_URL: database.url },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = new Promise<number | null>((done) => child.on('close', done));
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
  return { status: await ended, stdout, stderr };
}

const coded = (value: string, scheme: string, code: string): JsonObject => ({
  state: 'mapped',
  value,
  raw: { scheme, code },
});
const instant = (at: string): JsonObject => ({ at, text: at });
const ORDER = 'uh/workOrder:00545095';

beforeAll(async () => {
  database = await freshDatabase();
  const ledger = await Ledger.open({
    url: database.url,
    prefix: 'spec',
    applicationName: 'spec',
    poolSize: 2,
  });
  const orders = await ledger.stream('universal-housing', 'orders', 'uh');
  const order = says(
    'work-order',
    `${ORDER} uh/workOrderSid:5400001`,
    {
      priority: coded('urgent', 'uh/priority', 'U'),
      targetAt: instant('2025-07-20T09:00:00Z'),
      contractor: { scheme: 'uh/supplier', id: 'H01' },
      completedAt: instant('2025-07-18T09:00:00Z'),
      customerName: 'Test Tenant',
    },
    [
      ['answers', 'uh/request:02054981'],
      ['at', 'uh/property:00014665'],
    ],
  );
  const request = says('request', 'uh/request:02054981', { description: 'Tap drips' });
  const property = says('property', 'uh/property:00014665', {
    postcode: 'E9 6BH',
    address: '12 Banister House',
  });
  const next = says('work-order', 'uh/workOrder:00545099', { budgetCode: 'H1' }, [['followOnOf', ORDER]]);
  await commitBatch(
    ledger,
    batch(
      orders,
      [order, request, property, next].map((it, index) => item(String(index), 1, it)),
    ),
    { authority: {} },
  );
  await ledger.close();
});
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await database.drop();
});

const WHOLE = [
  '--as',
  'schedule-repair',
  '--personal',
  '--work-class',
  '0',
  '--instructed-by',
  'Example Housing',
];

test('an order out of the ledger, with its request and its property', async () => {
  const { status, stdout, stderr } = await built([ORDER, ...WHOLE]);
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  expect(await hact([ORDER, ...WHOLE])).toEqual({ status, stdout, stderr });
  expect(JSON.parse(stdout)).toMatchObject({
    Reference: [{ ID: '00545095' }, { ID: '5400001' }],
    DescriptionOfWork: 'Tap drips',
    Priority: { PriorityCode: '3' },
    Site: {
      Property: [
        {
          Address: { AddressLine: ['12 Banister House'], PostalCode: 'E9 6BH' },
          Reference: [{ ID: '00014665' }],
        },
      ],
    },
    Customer: { Person: { Name: { Full: 'Test Tenant' } } },
  });
});

test('in camelCase, into a file of its owner alone', async () => {
  const file = join(folder, 'order.json');
  expect(await hact([ORDER, ...WHOLE, '--camel', '-o', file])).toEqual({ status: 0, stdout: '', stderr: '' });
  expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({
    descriptionOfWork: 'Tap drips',
    reference: [{ id: '00545095' }, {}],
  });
  expect(statSync(file).mode & 0o077).toBe(0);
});

test('what is missing is named and nothing is written; nothing personal comes unasked', async () => {
  const file = join(folder, 'never.json');
  const { status, stdout, stderr } = await hact([ORDER, '--as', 'schedule-repair', '-o', file]);
  expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
  expect(stderr.split('\n')).toEqual([
    'Personal fields are left out; --personal includes them.',
    'missing DescriptionOfWork: neither the order nor one request that it answers has a description; HACT requires it.',
    'missing WorkClass.WorkClassCode: the order has no work class; HACT requires it.',
    'missing InstructedBy: the order does not say who instructs; HACT requires it.',
    '',
  ]);
  expect(existsSync(file)).toBe(false);
  const { stdout: json } = await hact([ORDER, '--as', 'schedule-repair', '--json']);
  expect(JSON.parse(json)).toMatchObject({ missing: [{ path: 'DescriptionOfWork' }, {}, {}], leftOut: [] });
  for (const personal of ['Tap drips', 'Test Tenant', '12 Banister House'])
    expect(json).not.toContain(personal);
});

test('what became of it, and what follows on it', async () => {
  const { stdout } = await hact([ORDER, '--as', 'work-order-complete', '--personal']);
  expect(JSON.parse(stdout)).toEqual({
    WorkOrderReference: { ID: '00545095', AllocatedBy: 'uh/workOrder' },
    JobStatusUpdates: [{ EventTime: '2025-07-18T09:00:00Z', TypeCode: '0', OtherType: 'completed' }],
    FollowOnWorkOrderReference: [{ ID: '00545099', AllocatedBy: 'uh/workOrder' }],
  });
  const { stdout: updates } = await hact([ORDER, '--as', 'job-status-updates', '--personal']);
  expect(JSON.parse(updates)).toMatchObject([
    { RelatedWorkOrderReference: { ID: '00545095' }, OtherType: 'completed' },
  ]);
});

const COMPLETE = [ORDER, '--as', 'work-order-complete', '--personal', '--check'];
const schema = (definition: object): Readonly<Record<string, string>> => {
  const own = mkdtempSync(join(folder, 'schemas-'));
  writeFileSync(join(own, 'WorkOrderComplete-v7.fixed.schema.json'), JSON.stringify(definition));
  return { LINTEL_HACT_SCHEMAS: own };
};

test('--check compares with the schemas of the folder', async () => {
  const sound = {
    type: 'object',
    required: ['WorkOrderReference'],
    properties: { WorkOrderReference: { type: 'object' } },
  };
  expect(await hact(COMPLETE, schema(sound))).toMatchObject({
    status: 0,
    stderr: 'Valid WorkOrderComplete: 1.\n',
  });
  const stricter = {
    ...sound,
    properties: { WorkOrderReference: { type: 'object', properties: { ID: { type: 'number' } } } },
  };
  expect(await hact(COMPLETE, schema(stricter))).toEqual({
    status: 1,
    stdout: '',
    stderr: 'invalid WorkOrderReference.ID: must be number\n',
  });
});

test.each([
  ['no folder is named', {}, 'missing-setting: LINTEL_HACT_SCHEMAS is not set.'],
  [
    'the folder is not there',
    { LINTEL_HACT_SCHEMAS: join(folder, 'none') },
    'no-hact-schema: The folder of HACT schemas cannot be read.',
  ],
  [
    'the folder is empty',
    { LINTEL_HACT_SCHEMAS: mkdtempSync(join(folder, 'empty-')) },
    'no-hact-schema: There is no WorkOrderComplete*.schema.json.',
  ],
  [
    'the root is under a name, as published',
    schema({ WorkOrderComplete: { type: 'object', properties: {} } }),
    'bad-hact-schema: The schema of WorkOrderComplete has no properties at its root.',
  ],
  [
    'a type is a pointer, as published',
    schema({ type: 'object', properties: { WorkOrderReference: { type: '#/definitions/Reference' } } }),
    'bad-hact-schema: The schema of WorkOrderComplete is not valid draft-07',
  ],
])('a plain error where %s', async (_, environment, message) => {
  const { status, stdout, stderr } = await hact(COMPLETE, environment);
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  expect(stderr).toContain(message);
  if (message.startsWith('bad')) expect(stderr).toContain('The published files are not valid JSON Schema.');
});

test('a number that nobody knows', async () => {
  const { status, stderr } = await hact(['uh/workOrder:1', '--as', 'schedule-repair']);
  expect({ status, known: stderr.includes('unknown-reference') }).toEqual({ status: 2, known: true });
});
