import { makeFolder, problems, readFolder, removeFolder, writeFile } from './testing/connectors-folder.js';

beforeEach(makeFolder);
afterEach(removeFolder);

const CONNECTOR = `lintel: 1
title: Contractor
system: contractor
streams:
  updates:
    webhook:
      auth: { basic: { user: one, password: "\${env:PASSWORD}" } }
      format: json
      attachments:
        - { at: additionalWork.evidence, content: fileContent, type: contentType, class: personal }
        - { content: signature, class: sensitive }
    key: = id
    as: work-order
    identity: { uh/workOrder: = id }
    map: { budgetCode: = code }
`;
const connector = (from = '', to = ''): void => {
  writeFile('schemes.yaml', 'uh/workOrder: { identifies: work-order }\n');
  writeFile('contractor/connector.yaml', CONNECTOR.replace(from, to));
};
const environment = { PASSWORD: 'hush' };

test('places are told to the source', () => {
  connector();
  expect(readFolder({ environment }).connectors[0]?.streams[0]?.source).toMatchObject({
    attachments: [
      { at: ['additionalWork', 'evidence'], content: 'fileContent', type: 'contentType', class: 'personal' },
      { at: [], content: 'signature', class: 'sensitive' },
    ],
  });
});

test('without them the source has none', () => {
  connector(/ {6}attachments:\n.*\n.*\n/.exec(CONNECTOR)?.[0]);
  expect(readFolder({ environment }).connectors[0]?.streams[0]?.source).not.toHaveProperty('attachments');
});

test.each([
  ['class: personal', 'class: secret', 'bad-value', '10:90', expect.stringContaining('sensitive')],
  ['content: fileContent', 'contents: fileContent', 'unknown-key', '10:42', 'Did you mean "content"?'],
  ['{ content: signature, class: sensitive }', '{ content: signature }', 'missing-key', '11:11', undefined],
  ['at: additionalWork.evidence', 'at: additionalWork..evidence', 'bad-value', '10:17', expect.anything()],
  [
    '{ content: signature,',
    '{ at: AdditionalWork.Evidence, content: FileContent,',
    'repeated-attachment',
    '11:11',
    undefined,
  ],
  [
    `webhook:
      auth: { basic: { user: one, password: "\${env:PASSWORD}" } }
      format: json`,
    `files:
      folder: /drop
      pattern: "*"
      format: csv`,
    'not-for-source',
    '10:7',
    undefined,
  ],
])('%s → %s is told with its place', (from, to, code, at, way) => {
  connector(from, to);
  const found = problems({ environment });
  expect(found).toContainEqual(
    expect.objectContaining({ code, way, at: `contractor/connector.yaml:${at}` }) as unknown,
  );
});
