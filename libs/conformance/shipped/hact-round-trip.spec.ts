import fc from 'fast-check';
import { toJobStatusUpdates } from '#libs/hact/job-status-updates.js';
import { camelCase } from '#libs/hact/camel-case-document.js';
import type { OrderFile } from '#libs/hact/export.js';
import { isObject, type JsonObject } from '#libs/model/json.js';
import { readConfiguration } from '#libs/configuration/read-configuration.js';
import { CONNECTORS } from './testing/shared-data.js';

const { connectors } = readConfiguration({
  folder: CONNECTORS,
  wanted: ['contractor-hact'],
  environment: {},
  unresolved: 'keep',
});
const mapping = connectors[0]?.streams.find(({ name }) => name === 'status-updates')?.mapping;

const CODES = [
  '0/complete',
  '0/completed',
  '0/cancel',
  '0/resume',
  '0/addNote',
  '10',
  '70',
  '80',
  '100-10',
  '100-20',
  '120',
  '120-20',
];
const WORDS: Readonly<Record<string, string>> = {
  '0/complete': 'completed',
  '0/completed': 'completed',
  '0/cancel': 'cancelled',
  '0/resume': 'resumed',
  '0/addNote': 'note',
  '10': 'operatives-assigned',
  '70': 'no-access',
  '80': 'variation',
  '100-10': 'variation-acknowledged',
  '100-20': 'additional-work-approved',
  '120': 'incomplete',
  '120-20': 'needs-materials',
};
const update = fc.record({
  code: fc.constantFrom(...CODES),
  at: fc
    .date({ min: new Date('2020-01-01'), max: new Date('2027-12-31'), noInvalidDate: true })
    .map((it) => `${it.toISOString().slice(0, 19)}Z`),
  task: fc.constantFrom('', '7', '7,8'),
  comments: fc.stringMatching(/^[A-Z][a-z]{1,20}$/),
  operatives: fc.array(fc.stringMatching(/^[A-Z][a-z]{1,10}$/), { maxLength: 2 }),
});

test.each([
  ['PascalCase', (it: JsonObject) => it],
  ['camelCase', camelCase],
] as const)('exported status updates come back through the connector as they were: %s', async (_, named) => {
  const cases = fc.sample(update, { numRuns: 200, seed: 3 });
  const documents = cases.flatMap(({ code, at, task, comments, operatives }) => {
    const type = { state: 'mapped', value: WORDS[code], raw: { scheme: 'contractor/job-update-type', code } };
    const element = {
      ref: '1',
      system: 'contractor',
      by: ['contractor-hact/status-updates'],
      type,
      at: { at, text: at },
      tasks: task.split(',').filter(Boolean),
    };
    const file = {
      main: { references: [{ scheme: 'uh/workOrder', id: '00545095' }], jobUpdates: [element] },
      personal: {
        jobUpdates: [{ ref: '1', system: 'contractor', by: [], comments, operativeNames: operatives }],
      },
      requests: [],
      properties: new Map(),
      followOns: [],
    } as unknown as OrderFile;
    return toJobStatusUpdates(file).documents;
  });
  const mapped = (await mapping?.map(documents.map(named))) ?? [];
  const back = mapped.flatMap((it) => (it.outcome === 'contributions' ? it.contributions : []));
  expect(back.map(({ identity }) => identity)).toEqual(
    cases.map(() => [{ scheme: 'uh/workOrder', id: '00545095' }]),
  );
  const told = back.map(({ fields }) => (fields['jobUpdates'] as readonly JsonObject[])[0] ?? {});
  expect(
    told.map((it) => [
      it['type'],
      isObject(it['at']) && it['at']['at'],
      it['tasks'],
      it['comments'],
      it['operativeNames'],
    ]),
  ).toEqual(
    cases.map(({ code, at, task, comments, operatives }) => [
      expect.objectContaining({
        state: 'mapped',
        value: WORDS[code],
        raw: expect.objectContaining({ code }),
      }),
      at,
      task === '' ? undefined : task.split(','),
      comments,
      operatives.length === 0 ? undefined : operatives,
    ]),
  );
});
