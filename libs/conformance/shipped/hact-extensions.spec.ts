import { readFileSync } from 'node:fs';
import type { JsonObject } from '#libs/model/json.js';
import { misfit } from '#libs/model/schema/validate.js';
import { published, versioned } from './testing/published.js';
import { describeCases, sharedCase, streamOf } from './testing/shared-data.js';

/** What landlords send beyond HACT, and with less than HACT has. */
async function mainOf(name: string, document: JsonObject): Promise<JsonObject> {
  const stream = streamOf('contractor-hact', name);
  const answers = await stream.mapping.map([document]);
  expect(answers).toMatchObject([{ outcome: 'contributions', unmapped: [] }]);
  const [entity] = published(stream, answers).values();
  const kind = name === 'raise-repairs' ? 'request' : 'work-order';
  expect(misfit(kind, versioned(entity?.main ?? {}))).toBeUndefined();
  return entity?.main ?? {};
}

const order = { Reference: [{ ID: '00545101' }] };
const related = { RelatedWorkOrderReference: { ID: '00545101' }, EventTime: '2025-11-04T10:12:00Z' };
const assigned = async (...OperativesAssigned: readonly JsonObject[]): Promise<readonly unknown[]> => {
  const { jobUpdates } = await mainOf('status-updates', { ...related, TypeCode: '10', OperativesAssigned });
  const [{ operativeRefs } = {}] = jobUpdates as readonly JsonObject[];
  return ((operativeRefs ?? []) as readonly JsonObject[]).map(({ id }) => id);
};
const DAMP = {
  ref: 'isAwaabsDampAndMouldRepair',
  system: 'contractor',
  hazard: {
    value: 'damp-and-mould',
    raw: { scheme: 'contractor/hazard-flag', code: 'isAwaabsDampAndMouldRepair' },
  },
};

describe('a flag of a hazard', () => {
  it.each([
    ['schedule-repairs', order],
    ['raise-repairs', order],
    ['status-updates', { ...related, TypeCode: '80' }],
  ])('of %s is kept, as said by the system that said it', async (name, document) => {
    for (const flag of [true, 'true', 1])
      expect(await mainOf(name, { ...document, IsAwaabsDampAndMouldRepair: flag })).toMatchObject({
        hazards: [DAMP],
      });
  });

  it.each([false, 'false', 0, null, ''])('that is %j says nothing', async (flag) => {
    expect(
      await mainOf('schedule-repairs', { ...order, IsAwaabsDampAndMouldRepair: flag }),
    ).not.toHaveProperty('hazards');
  });

  it('that is neither yes nor no is not guessed', async () => {
    const { mapping } = streamOf('contractor-hact', 'schedule-repairs');
    expect(await mapping.map([{ ...order, IsAwaabsDampAndMouldRepair: 'Awaab' }])).toMatchObject([
      { outcome: 'dead-letter', code: 'bad-flag' },
    ]);
  });
});

describe('an operative', () => {
  it.each<[string, JsonObject, readonly string[]]>([
    ['of type OPID', { Type: 'OPID', Number: '123456' }, ['123456']],
    [
      'as Lintel names one in what it exports',
      { Type: 'contractor/operative', Number: '123456' },
      ['123456'],
    ],
    ['without a type', { Number: 17 }, ['17']],
    ['without a type, in letters', { Type: '', Number: 'OP-17' }, ['OP-17']],
    ['known by a passport', { Type: 'Passport', Number: '000000000' }, []],
    ['known by a National Insurance number', { Type: 'NI number', Number: 'QQ123456C' }, []],
    ['the same, and no type says so', { Number: 'QQ 12 34 56 C' }, []],
    ['without a number', { Type: 'OPID' }, []],
  ])('%s', async (_, Identification, numbers) => {
    expect(await assigned({ Identification, NameFull: 'Operative One' })).toEqual(numbers);
  });

  it('without a type is known in a completion, too', async () => {
    const { visits } = await mainOf('completions', {
      WorkOrderReference: { ID: '00545101' },
      OperativesUsed: [{ Identification: { Number: 17 } }, { Identification: { Number: 'QQ123456C' } }],
    });
    expect(visits).toMatchObject([{ ref: 'completion', operativeRefs: [{ id: '17' }] }]);
  });
});

describeCases('hact', 'a flagged job with an operative by number', () => {
  it('keeps both', async () => {
    const { id, ...rest } = JSON.parse(
      readFileSync(sharedCase('hact/awaab-flag.json'), 'utf8'),
    ) as JsonObject;
    const hazards = [DAMP];
    expect(await mainOf('schedule-repairs', { reference: [{ id }], ...rest })).toMatchObject({ hazards });
    expect(
      await mainOf('status-updates', { relatedWorkOrderReference: { id }, typeCode: 10, ...rest }),
    ).toMatchObject({
      hazards,
      jobUpdates: [{ operativeRefs: [{ scheme: 'contractor/operative', id: '1' }] }],
    });
  });
});
