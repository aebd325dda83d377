import {
  writeHousing,
  makeFolder,
  problems,
  removeFolder,
  SCHEMES,
  writeFile,
} from './testing/connectors-folder.js';

beforeEach(makeFolder);
afterEach(removeFolder);

describe('a mistake', () => {
  it.each([
    ['a key', 'title:', 'titel:', 'unknown-key', '2:1', 'Did you mean "title"?'],
    ['a key in a stream', 'watermark:', 'watermrak:', 'unknown-key', '18:5', 'Did you mean "watermark"?'],
    ['a word', 'dialect: postgres', 'dialect: postgre', 'bad-value', '5:12', 'Did you mean "postgres"?'],
    [
      'a duration',
      'every: 2m',
      'every: 2 minutes',
      'bad-value',
      '19:12',
      '`500ms`, `30s`, `5m`, `2h`, `1d`.',
    ],
    [
      'a secret in the file',
      'password: ${file:SECRET}',
      'password: hunter2',
      'bad-value',
      '10:13',
      expect.stringContaining('never in the file'),
    ],
    [
      'a column',
      '= $code("status", wo_status)',
      '= $code("status", wo_statsu)',
      'unknown-name',
      '24:33',
      'Did you mean "wo_status"?',
    ],
    ['a code table', '$code("status"', '$code("stauts"', 'unknown-table', '24:15', 'Did you mean "status"?'],
    ['a field', '      status:', '      statsu:', 'unknown-field', '24:7', 'Did you mean "status"?'],
    ['a scheme', 'uh/request:', 'uh/requset:', 'unknown-scheme', '22:25', 'Did you mean "uh/request"?'],
    [
      'a scheme of another kind',
      'uh/request:',
      'uh/workOrder:',
      'wrong-kind',
      '22:25',
      'There is: uh/request.',
    ],
    ['a link', 'answers:', 'answer:', 'unknown-key', '22:14', 'Did you mean "answers"?'],
    ['a kind', 'as: work-order', 'as: work-oder', 'unknown-kind', '20:9', 'Did you mean "work-order"?'],
    [
      'a version that is forgotten',
      '    version: tstamp\n',
      '',
      'missing-key',
      '13:3',
      'Write `version: tstamp`.',
    ],
    ['an expression as a table key', 'key: wo_ref', 'key: = wo_ref', 'key-not-column', '16:10', undefined],
    [
      'two sources',
      '    every: 2m',
      '    files: { pattern: "*", format: csv }\n    every: 2m',
      'no-source',
      '13:3',
      undefined,
    ],
    [
      'a comma in braces',
      '{ uh/workOrder: = wo_ref }',
      '{ uh/workOrder: = $pad(wo_ref, 8) }',
      'yaml-comma',
      '21:31',
      'Put the expression on a line of its own.',
    ],
    [
      'a hash in an expression',
      '= $code("status", wo_status)',
      '= $code("status", wo_status & " #")',
      'yaml-comment',
      '24:15',
      'Put the expression in single quotes.',
    ],
    [
      'a colon in an expression',
      '= $code("status", wo_status)',
      '= wo_status ? "a: b" : "c"',
      'bad-yaml',
      undefined,
      expect.stringContaining('single quotes'),
    ],
    [
      'brackets',
      '= $code("status", wo_status)',
      '= $code("status", wo_status',
      'bad-expression',
      undefined,
      expect.anything(),
    ],
  ])('in %s is told with its place and the way out', (_, from, to, code, at, way) => {
    writeHousing((text) => text.replace(from, to));
    const found = problems();
    expect(found).toContainEqual(
      expect.objectContaining({
        code,
        way,
        ...(at === undefined ? {} : { at: `housing/connector.yaml:${at}` }),
      }),
    );
  });

  it('in a code table is told with its line', () => {
    writeHousing();
    writeFile('housing/codes/status.csv', 'code,value\n100,open\n100,open\n200,\n300,finished\n');
    expect(problems()).toMatchObject([
      { code: 'repeated-code', at: 'housing/codes/status.csv:3:' },
      { code: 'bad-code-table', at: 'housing/codes/status.csv:4:' },
      { code: 'bad-code-value', path: 'streams.orders.map.status' },
    ]);
  });

  it('never hides another: all files are read', () => {
    writeHousing((text) => text.replace('wo_status)', 'wo_statsu)').replace('port:', 'prot:'));
    writeFile('schemes.yaml', `${SCHEMES}uh/odd: { identifies: workorder }\n`);
    writeFile('authority.yaml', 'work-order:\n  sttus: [hosuing]\n');
    writeFile('other/connector.yaml', 'lintel: 2\n');
    const codes = problems().map(({ code, at, way }) => [code, at.split(':')[0], way]);
    expect(codes).toEqual(
      expect.arrayContaining([
        ['unknown-key', 'housing/connector.yaml', 'Did you mean "port"?'],
        ['bad-value', 'schemes.yaml', 'Did you mean "work-order"?'],
        ['unknown-field', 'authority.yaml', 'Did you mean "status"?'],
        ['unknown-connector', 'authority.yaml', 'Did you mean "housing"?'],
        ['missing-key', 'other/connector.yaml', undefined],
      ]),
    );
  });
});
