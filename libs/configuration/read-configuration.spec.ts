import { rmSync } from 'node:fs';
import { join } from 'node:path';
import {
  CONNECTOR,
  SCHEMES,
  folder,
  writeHousing,
  makeFolder,
  problems,
  readFolder,
  removeFolder,
  writeFile,
} from './testing/connectors-folder.js';

beforeEach(makeFolder);
afterEach(removeFolder);

describe('a connectors folder', () => {
  it('becomes what runs', () => {
    writeHousing();
    const { connectors, schemes, authority } = readFolder();
    expect(connectors).toHaveLength(1);
    const stream = connectors[0]?.streams[0];
    expect(stream).toMatchObject({
      connector: 'housing',
      name: 'orders',
      system: 'uh',
      everyMs: 120_000,
      freshnessMs: 900_000,
      versioned: true,
      source: {
        kind: 'sql',
        host: 'db.example.org',
        port: 5433,
        user: 'lintel_ro',
        password: 'hush',
        key: ['wo_ref'],
        timezone: 'Europe/London',
      },
    });
    expect(schemes['uh/workOrder']).toEqual({
      identifies: 'work-order',
      normalise: ['trim', 'upper'],
      pad: 8,
    });
    expect(authority).toEqual({});
  });

  it('can be checked without its environment', () => {
    writeHousing();
    rmSync(join(folder, 'secret'));
    expect(problems({ environment: {} }).map(({ code, at }) => [code, at])).toEqual([
      ['missing-environment', 'housing/connector.yaml:6:9'],
      ['missing-environment', 'housing/connector.yaml:7:9'],
      ['missing-file', 'housing/connector.yaml:10:13'],
    ]);
    expect(
      readFolder({ environment: {}, unresolved: 'keep' }).connectors[0]?.streams[0]?.source,
    ).toMatchObject({
      host: '${env:UH_HOST}',
      port: 0,
    });
  });

  it('gives only the connectors that are wanted', () => {
    writeHousing();
    expect(readFolder({ wanted: ['hous*'] }).connectors.map(({ name }) => name)).toEqual(['housing']);
    expect(problems({ wanted: ['housin'] })).toMatchObject([
      { code: 'unknown-connector', way: 'Did you mean "housing"?' },
    ]);
  });
});

describe('a field that two connectors write', () => {
  const other = CONNECTOR.replace('system: uh', 'system: cx');

  it('needs somebody who is right (I5)', () => {
    writeHousing();
    writeFile('other/connector.yaml', other.replace('SECRET', join(folder, 'secret')));
    writeFile('other/codes/status.csv', 'code,value\n100,open\n');
    expect(problems()).toMatchObject([
      { code: 'no-authority', way: expect.stringContaining('work-order: { status: [housing, other] }') },
    ]);
    writeFile('authority.yaml', 'work-order:\n  status: [other, housing]\n');
    expect(readFolder().authority).toEqual({ 'work-order': { status: ['other', 'housing'] } });
  });

  it('needs nobody where the two have no reference in common, not even through a third', () => {
    writeHousing();
    const own = other.replace('{ uh/workOrder: = wo_ref }', '{ cx/order: = wo_ref }');
    writeFile('schemes.yaml', `${SCHEMES}cx/order: { identifies: work-order }\n`);
    writeFile('other/connector.yaml', own.replace('SECRET', join(folder, 'secret')));
    writeFile('other/codes/status.csv', 'code,value\n100,open\n');
    expect(problems()).toEqual([]);
    const third = `${other.replace('SECRET', join(folder, 'secret')).split('    map:')[0]}`;
    writeFile(
      'third/connector.yaml',
      third.replace('{ uh/workOrder: = wo_ref }', '{ uh/workOrder: = wo_ref, cx/order: = rq_ref }'),
    );
    expect(problems()).toMatchObject([
      { code: 'no-authority', way: expect.stringContaining('work-order: { status: [housing, other] }') },
    ]);
  });
});
