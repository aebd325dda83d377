import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import {
  folder,
  makeFolder,
  problems,
  readFolder,
  removeFolder,
  SCHEMES,
  writeFile,
} from './testing/connectors-folder.js';

beforeEach(makeFolder);
afterEach(removeFolder);

const stream = (name: string, files: string): string => `  ${name}:
    files: ${files}
    key: = id
    as: work-order
    identity: { uh/workOrder: = id }
    map: { status: = status }
`;
const writeConnector = (name: string, ...streams: readonly string[]): void =>
  writeFile(
    `${name}/connector.yaml`,
    `lintel: 1\ntitle: Nightly files\nsystem: uh\nfiles: { folder: /srv/drop }\nstreams:\n${streams.join('')}`,
  );

beforeEach(() => writeFile('schemes.yaml', SCHEMES));

test.each([
  ['the same pattern', '{ pattern: "*.csv", format: csv }', '{ pattern: "*.csv", format: csv }', '13:23'],
  [
    'patterns that one name fits',
    '{ pattern: "jobs*", format: csv }',
    '{ pattern: "*.csv", format: csv }',
    '13:23',
  ],
  [
    'one folder, written in two ways',
    '{ pattern: "*.csv", format: csv, folder: /srv/./drop/ }',
    '{ pattern: "{a,b}*", format: csv }',
    '13:23',
  ],
  [
    'one folder of the environment',
    '{ pattern: "*", format: csv, folder: "${env:DROP}" }',
    '{ pattern: "*", format: json, folder: "${env:DROP}" }',
    '13:23',
  ],
])('two streams of a connector with %s are refused', (_, first, second, at) => {
  writeConnector('jobs', stream('orders', first), stream('visits', second));
  for (const more of [{ environment: { DROP: '/srv/in' } }, { environment: {}, unresolved: 'keep' }] as const)
    expect(problems(more).filter(({ code }) => code === 'streams-overlap')).toEqual([
      {
        code: 'streams-overlap',
        at: `jobs/connector.yaml:${at}`,
        path: 'streams.visits.files.pattern',
        way: expect.stringContaining('of its own') as string,
      },
    ]);
});

test('streams of two connectors whose folders are one by a link are refused, by name and example', () => {
  mkdirSync(join(folder, 'drop'));
  symlinkSync(join(folder, 'drop'), join(folder, 'link'));
  const files = (name: string): string =>
    `{ pattern: "*.xml", format: xml, folder: ${JSON.stringify(join(folder, name))} }`;
  writeConnector('a-jobs', stream('orders', files('drop')));
  writeConnector('b-jobs', stream('visits', files('link')));
  expect(() => readFolder()).toThrow(/b-jobs\/visits and a-jobs\/orders would both read a file "\w+\.xml"/);
  expect(problems({ wanted: ['a-jobs'] })).toEqual([]); // what is not run does not race
});

test('streams that share a folder and no file know the patterns of each other', () => {
  const other = '{ pattern: "*", format: csv, folder: /srv/other }';
  writeConnector(
    'jobs',
    stream('orders', '{ pattern: "orders*", format: csv }'),
    stream('visits', '{ pattern: "visits*", format: csv }'),
    stream('trades', other),
  );
  const { connectors } = readFolder();
  const known = connectors[0]?.streams.map(({ source }) =>
    source.kind === 'files' ? source.otherPatterns : 'no files',
  );
  expect(known).toEqual([['visits*'], ['orders*'], undefined]);
});
