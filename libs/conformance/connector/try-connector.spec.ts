import { randomUUID } from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ConnectorSpec, StreamSpec } from '#libs/configuration/configuration.js';
import { readConfiguration } from '#libs/configuration/read-configuration.js';
import { connectorReport } from './report.js';
import { type CaseResult, type ConnectorResult, isPassed } from './result.js';
import { tryConnector } from './try-connector.js';

/** The suite tells right from wrong: copies of shipped fixtures, each broken in one way. */
const CONNECTORS = join(__dirname, '../../../connectors');
const { connectors } = readConfiguration({
  folder: CONNECTORS,
  wanted: ['*'],
  environment: {},
  unresolved: 'keep',
});

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lintel-conformance-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A connector of one stream. */
function only(connector: string, stream: string, change: Partial<StreamSpec> = {}): ConnectorSpec {
  const spec = connectors.find(({ name }) => name === connector);
  const found = spec?.streams.find(({ name }) => name === stream);
  if (!spec || !found) throw new Error(`there is no ${connector}/${stream}`);
  return { ...spec, streams: [{ ...found, ...change }] };
}
const shipped = (path: string): void => {
  const target = join(folder, path.replace(/^[^/]*\//, ''));
  mkdirSync(join(target, '..'), { recursive: true });
  cpSync(join(CONNECTORS, path), target);
};
function put(path: string, content: string): void {
  mkdirSync(join(folder, path, '..'), { recursive: true });
  writeFileSync(join(folder, path), content);
}
const changed = (path: string, from: string, to: string): void => {
  const text = readFileSync(join(folder, path), 'utf8');
  expect(text).toContain(from);
  writeFileSync(join(folder, path), text.replace(from, to));
};
const cases = ({ streams }: ConnectorResult): readonly CaseResult[] => streams.flatMap((it) => it.cases);
const verdicts = (result: ConnectorResult): readonly unknown[] => cases(result).map(({ verdict }) => verdict);
const fault = (code: string): unknown =>
  expect.objectContaining({
    outcome: 'fault',
    fault: { code, message: expect.any(String) as string, way: expect.any(String) as string },
  });

/** Says what the source handed over. */
const echo: StreamSpec['mapping'] = {
  hash: '',
  map: (values) =>
    Promise.resolve(
      values.map((value) => ({ outcome: 'filtered', key: JSON.stringify(value), rule: 'echo' })),
    ),
};
const answer = (value: unknown): string =>
  JSON.stringify({ outcome: 'filtered', key: JSON.stringify(value), rule: 'echo' });

const ORDERS = 'universal-housing/fixtures/orders';
const BOOKINGS = 'drs-scheduler/fixtures/bookings';
const DOCUMENTS = 'finance-ubl/fixtures/documents';

test('a right fixture passes, and nothing is reported', async () => {
  for (const name of ['closed.json', 'closed.expected.json']) shipped(`${ORDERS}/${name}`);
  const result = await tryConnector(only('universal-housing', 'orders'), folder);
  expect(verdicts(result)).toEqual([{ outcome: 'pass' }]);
  expect(isPassed(result)).toBe(true);
  expect(connectorReport(result)).toEqual([]);
});

test('an expected value that is changed is a difference, by its path', async () => {
  for (const name of ['closed.json', 'closed.expected.json']) shipped(`${ORDERS}/${name}`);
  changed('fixtures/orders/closed.expected.json', '"value": "responsive"', '"value": "planned"');
  changed('fixtures/orders/closed.expected.json', '"version": "1001",', '');
  const result = await tryConnector(only('universal-housing', 'orders'), folder);
  expect(verdicts(result)).toEqual([
    {
      outcome: 'different',
      differences: [
        { path: 'contributions[0].fields.workStream.value', expected: 'planned', actual: 'responsive' },
        { path: 'version', actual: '1001' },
      ],
    },
  ]);
  expect(isPassed(result)).toBe(false);
  expect(connectorReport(result)).toEqual([
    `${join(folder, 'fixtures/orders/closed.json')}: is not as expected`,
    '  contributions[0].fields.workStream.value: expected "planned", is "responsive"',
    '  version: expected nothing, is "1001"',
  ]);
});

test('a fixture without an expected result: the answer is given, and passes once it is saved', async () => {
  shipped(`${BOOKINGS}/moved-by-the-tenant.xml`);
  const connector = only('drs-scheduler', 'bookings');
  const [result] = cases(await tryConnector(connector, folder));
  expect(result?.verdict).toEqual(fault('no-expected-result'));
  if (result?.verdict.outcome !== 'fault') return;
  const file = join(folder, 'fixtures/bookings/moved-by-the-tenant.expected.json');
  expect(result.verdict.fault.way).toContain(file);
  writeFileSync(file, JSON.stringify(result.verdict.answer));
  expect(isPassed(await tryConnector(connector, folder))).toBe(true);
});

test.each([
  ['xml', '<bookingConfirmation/>', '400 no-such-record'],
  ['xml', '<s:Envelope xmlns:s="x"><s:Body><other/></s:Body></s:Envelope>', '400 no-such-record'],
  ['xml', '<s:Envelope xmlns:s="x"><s:Body>', '400 not-xml'],
  ['xml', '', '400 empty-body'],
  ['json', '{ "bookingId": "1" }', '415 wrong-content-type'],
])('a call that the webhook would refuse: %s %j', async (ending, content, refusal) => {
  put(`fixtures/bookings/refused.${ending}`, content);
  put('fixtures/bookings/refused.expected.json', '{}');
  const result = await tryConnector(only('drs-scheduler', 'bookings'), folder);
  expect(verdicts(result)).toEqual([fault('delivery-refused')]);
  expect(connectorReport(result).join('')).toContain(refusal);
});

test('a file that the source cannot read is a fault, unless the dead letter is expected', async () => {
  shipped(`${DOCUMENTS}/without-a-supplier.expected.json`);
  put('fixtures/documents/without-a-supplier.xml', '<Order><ID>1</ID></Order>');
  const connector = only('finance-ubl', 'documents');
  const result = await tryConnector(connector, folder);
  expect(verdicts(result)).toEqual([fault('record-refused')]);
  expect(connectorReport(result).join('')).toContain('wrong-root');
  put(
    'fixtures/documents/without-a-supplier.expected.json',
    JSON.stringify({
      outcome: 'dead-letter',
      code: 'wrong-root',
      message: 'the file has another root element than Invoice, CreditNote',
    }),
  );
  expect(isPassed(await tryConnector(connector, folder))).toBe(true);
});

test('a file is read by the source itself: long numbers stay text, lines are records, an unnamed column has its number', async () => {
  const json = only('awkward', 'invoices', { mapping: echo });
  put('fixtures/invoices/lines.json', '{ "Account": 12345678901234567 }\n{ "Amount": 1.50 }\n');
  put(
    'fixtures/invoices/lines.expected.json',
    `[${answer({ Account: '12345678901234567' })}, ${answer({ Amount: 1.5 })}]`,
  );
  expect(connectorReport(await tryConnector(json, folder))).toEqual([]);

  rmSync(join(folder, 'fixtures/invoices'), { recursive: true });
  const csv = only('awkward', 'statements', { mapping: echo });
  const { source } = csv.streams[0] ?? {};
  const columns = source?.kind === 'files' ? (source.fields ?? []) : [];
  put(
    'fixtures/statements/unnamed.csv',
    `\ufeff${columns.join(',')},\r\n${columns.map(() => '007').join(',')},x\r\n`,
  );
  const row = Object.fromEntries([
    ...columns.map((column) => [column, '007']),
    [`#${columns.length + 1}`, 'x'],
  ]);
  put('fixtures/statements/unnamed.expected.json', answer(row));
  expect(connectorReport(await tryConnector(csv, folder))).toEqual([]);
});

test('a file of more records than one read hands over is read to its end', async () => {
  const all = Array.from({ length: 1200 }, (_, at) => ({ id: `${at}` }));
  put('fixtures/invoices/many.json', JSON.stringify(all));
  put('fixtures/invoices/many.expected.json', `[${all.map(answer).join(',')}]`);
  const result = await tryConnector(only('awkward', 'invoices', { mapping: echo }), folder);
  expect(connectorReport(result)).toEqual([]);
});

test.each([
  ['row.json', '{ "wo_ref": "1", "tstamp": 1001 }', 'not-text'],
  ['row.json', '{ "wo_ref": "1", "tstamp": "1001", "wo_nickname": "x" }', 'unknown-column'],
  ['row.json', '[ "wo_ref" ]', 'not-rows'],
  ['row.json', '{ "wo_ref": ', 'not-rows'],
  ['row.xml', '<row/>', 'not-rows'],
])('a row that no table gives: %s %j', async (name, content, code) => {
  put(`fixtures/orders/${name}`, content);
  put('fixtures/orders/row.expected.json', '{}');
  expect(verdicts(await tryConnector(only('universal-housing', 'orders'), folder))).toEqual([fault(code)]);
});

test('a row has every column that the source reads; without a watermark it is a dead letter', async () => {
  put('fixtures/orders/rows.json', '[{ "tstamp": "7", "wo_ref": "1" }, { "wo_ref": "2" }]');
  const connector = only('universal-housing', 'orders', { mapping: echo });
  const { source } = connector.streams[0] ?? {};
  const columns = source?.kind === 'sql' ? [...source.fields, 'tstamp'] : [];
  const row = Object.fromEntries(columns.map((column) => [column, null]));
  const letter = {
    outcome: 'dead-letter',
    code: 'no-watermark',
    message: 'tstamp is null',
    path: 'tstamp',
  };
  put(
    'fixtures/orders/rows.expected.json',
    `[${answer({ ...row, wo_ref: '1', tstamp: '7' })}, ${JSON.stringify(letter)}]`,
  );
  expect(connectorReport(await tryConnector(connector, folder))).toEqual([]);
});

test('what does not depend on the record alone is found', async () => {
  let calls = 0;
  const unsteady: StreamSpec['mapping'] = {
    hash: '',
    map: (values) => {
      calls += 1;
      return Promise.resolve(values.map(() => ({ outcome: 'filtered', key: `${calls}`, rule: 'clock' })));
    },
  };
  shipped(`${ORDERS}/closed.json`);
  shipped(`${ORDERS}/closed.expected.json`);
  const result = await tryConnector(only('universal-housing', 'orders', { mapping: unsteady }), folder);
  expect(verdicts(result)).toEqual([fault('unsteady-answer')]);
});

test('two contributions under one part are the dead letter that the pipeline makes of them', async () => {
  const part = { part: '1', kind: 'work-order', identity: [], links: [], fields: {} } as const;
  const twice: StreamSpec['mapping'] = {
    hash: '',
    map: (values) =>
      Promise.resolve(
        values.map(() => ({ outcome: 'contributions', key: 'k', contributions: [part, part], unmapped: [] })),
      ),
  };
  shipped(`${ORDERS}/closed.json`);
  const [result] = cases(await tryConnector(only('universal-housing', 'orders', { mapping: twice }), folder));
  expect(result?.verdict).toMatchObject({ answer: { outcome: 'dead-letter', code: 'repeated-part' } });
});

test('streams without fixtures, fixtures without streams, results without fixtures, files that are no fixtures', async () => {
  const connector = only('universal-housing', 'orders');
  const codes = async (): Promise<unknown[]> => {
    const { faults, streams } = await tryConnector(connector, folder);
    return [...faults, ...streams.flatMap((it) => it.faults)].map(({ code }) => code);
  };
  expect(await codes()).toEqual(['no-fixture']);
  put('fixtures/ordres/closed.json', '{}');
  expect(await codes()).toEqual(['fixtures-of-no-stream', 'no-fixture']);
  rmSync(join(folder, 'fixtures/ordres'), { recursive: true });
  shipped(`${ORDERS}/closed.expected.json`);
  expect(await codes()).toEqual(['no-fixture', 'expected-result-without-fixture']);
  shipped(`${ORDERS}/closed.json`);
  expect(await codes()).toEqual([]);
  put('fixtures/orders/closed.expected.json', '{ "outcome": ');
  expect(verdicts(await tryConnector(connector, folder))).toEqual([fault('expected-result-not-json')]);

  put('fixtures/documents/notes.txt', 'text');
  expect(verdicts(await tryConnector(only('finance-ubl', 'documents'), folder))).toEqual([
    fault('wrong-ending'),
  ]);
});

test('nothing is left behind (I9)', async () => {
  const name = randomUUID();
  cpSync(
    join(CONNECTORS, DOCUMENTS, 'without-a-supplier.xml'),
    join(folder, 'fixtures/documents', `${name}.xml`),
  );
  await tryConnector(only('finance-ubl', 'documents'), folder);
  const copies = readdirSync(tmpdir())
    .filter((it) => it.startsWith('lintel-fixture-'))
    .filter((it) => existsSync(join(tmpdir(), it, `${name}.xml`)));
  expect(copies).toEqual([]);
});
