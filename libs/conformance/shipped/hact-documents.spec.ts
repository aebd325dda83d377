import type { Mapped } from '#libs/model/contribution.js';
import { isObject, type JsonObject, type JsonValue } from '#libs/model/json.js';
import { misfit } from '#libs/model/schema/validate.js';
import { readFileSync } from 'node:fs';
import { published, versioned } from './testing/published.js';
import { describeReal, sharedFile, streamOf } from './testing/shared-data.js';

const ORDER = { scheme: 'uh/workOrder', id: '10000012' };
const TEMPLATE = 'hact/hackney-RaiseRepair.request-template.json';
const example = (name: string): string => `hact/examples-constructed/${name}.json`;

/** Stream, document, kind and first reference of each entity it speaks of, codes that no table knows. */
const DOCUMENTS: readonly (readonly [string, string, readonly string[], readonly string[]])[] = [
  ['schedule-repairs', example('ScheduleRepair'), ['work-order uh/workOrder:10000012'], []],
  ['appointment-requests', example('RequestAppointment'), ['work-order uh/workOrder:10000012'], []],
  ['status-updates', example('JobStatusUpdate.no-access'), ['work-order uh/workOrder:10000012'], []],
  ['status-updates', example('JobStatusUpdate.variation'), ['work-order uh/workOrder:10000012'], []],
  [
    'completions',
    example('WorkOrderComplete'),
    ['work-order uh/workOrder:10000012', 'work-order uh/workOrder:10000019'],
    [],
  ],
  // A template: its 0 is no priority. It has no number, so its content is its number.
  [
    'raise-repairs',
    TEMPLATE,
    [expect.stringMatching(/^request contractor\/report:[0-9a-f]{64}$/) as string],
    ['priority: 0'],
  ],
];

const read = (path: string): JsonObject => JSON.parse(readFileSync(sharedFile(path), 'utf8')) as JsonObject;

async function mapped(stream: string, document: JsonObject): Promise<Mapped> {
  const [answer] = await streamOf('contractor-hact', stream).mapping.map([document]);
  if (!answer) throw new Error('a document without an answer');
  return answer;
}

async function documents(stream: string, path: string) {
  const found = published(streamOf('contractor-hact', stream), [await mapped(stream, read(path))]);
  return [...found.values()];
}

describeReal('hact', 'HACT documents', () => {
  describe.each(DOCUMENTS)('%s: %s', (stream, path, entities, unmapped) => {
    it('is understood whole', async () => {
      const answer = await mapped(stream, read(path));
      expect(answer).toMatchObject({ outcome: 'contributions' });
      if (answer.outcome !== 'contributions') return;
      expect(answer.unmapped.map(({ table, code }) => `${table}: ${code}`)).toEqual(unmapped);
      expect([...published(streamOf('contractor-hact', stream), [answer]).keys()]).toEqual(entities);
    });

    it('comes out as its topics want it', async () => {
      for (const { main, personal } of await documents(stream, path)) {
        const kind = stream === 'raise-repairs' ? 'request' : 'work-order';
        expect(misfit(kind, versioned(main))).toBeUndefined();
        if (personal) expect(misfit(`${kind}-personal`, versioned(personal))).toBeUndefined();
      }
    });

    it('says the same in camelCase with numbers for codes', async () => {
      const answer = await mapped(stream, read(path));
      expect(withoutDigest(await mapped(stream, camel(read(path)) as JsonObject))).toEqual(
        withoutDigest(answer),
      );
    });
  });

  it('ScheduleRepair: the order whole, its people only in the personal document', async () => {
    const [document] = await documents('schedule-repairs', example('ScheduleRepair'));
    expect(document?.main).toMatchObject({
      references: [ORDER],
      links: [
        { type: 'answers', reference: { scheme: 'uh/request', id: '03209397' }, state: 'unlinked' },
        { type: 'at', reference: { scheme: 'uh/property', id: '00014665' }, state: 'unlinked' },
      ],
      priority: { value: 'emergency', raw: { code: '2' } },
      workClass: { scheme: 'contractor/work-class', code: '0' },
      targetAt: { at: '2025-11-04T09:53:27Z' },
      contractor: { scheme: 'uh/supplier', id: 'H01' },
      tasks: [
        {
          ref: '1',
          rates: [{ scheme: 'uh/job', code: '20060020', quantity: '1' }],
          trade: { value: 'plumbing', raw: { scheme: 'contractor/custom-trade', code: 'PL' } },
        },
      ],
    });
    expect(document?.personal).toMatchObject({
      description: 'Leak in WC affecting two properties below',
      address: '12 Banister House, Homerton High Street, E9 6BH',
      customerName: 'Test Tenant',
      customerPhone: '07700900000',
    });
    expect(JSON.stringify(document?.main)).not.toMatch(/Test Tenant|07700900000|Banister|Leak/);
  });

  it('JobStatusUpdate: who was sent by number, their names apart', async () => {
    const [noAccess] = await documents('status-updates', example('JobStatusUpdate.no-access'));
    expect(noAccess?.main['jobUpdates']).toMatchObject([
      { type: { value: 'no-access' }, operativeRefs: [{ scheme: 'contractor/operative', id: '123456' }] },
    ]);
    expect(JSON.stringify(noAccess?.main)).not.toContain('Operative One');
    const [variation] = await documents('status-updates', example('JobStatusUpdate.variation'));
    expect(variation?.main['jobUpdates']).toMatchObject([
      { type: { value: 'variation' }, rates: [{ scheme: 'uh/job', code: 'PLP5R054', quantity: '1' }] },
    ]);
  });

  it('RequestAppointment: the appointment by its number', async () => {
    const [document] = await documents('appointment-requests', example('RequestAppointment'));
    expect(document?.main['appointments']).toMatchObject([{ ref: '41/2025-11-05' }]);
  });

  it('WorkOrderComplete: the order is completed, and the one that follows says what it follows', async () => {
    const [done, next] = await documents('completions', example('WorkOrderComplete'));
    expect(done?.main).toMatchObject({
      completedAt: { at: '2025-11-04T12:30:00Z' },
      jobUpdates: [{ type: { value: 'completed', raw: { code: '0/completed' } } }],
      links: [],
    });
    expect(next?.main).toMatchObject({
      references: [{ scheme: 'uh/workOrder', id: '10000019' }],
      links: [{ type: 'followOnOf', reference: ORDER }],
    });
  });

  it('RaiseRepair: the same report sent twice is one, another is another', async () => {
    const keyOf = async (document: JsonObject) => {
      const answer = await mapped('raise-repairs', document);
      return 'key' in answer ? answer.key : undefined;
    };
    const key = await keyOf(read(TEMPLATE));
    expect(await keyOf({ ...read(TEMPLATE) })).toBe(key);
    expect(await keyOf({ ...read(TEMPLATE), descriptionOfWork: 'another' })).not.toBe(key);
  });
});

const CODES = ['TypeCode', 'PriorityCode', 'WorkClassCode', 'Medium'];

/** As a live council writes it. */
function camel(value: JsonValue | undefined): JsonValue {
  if (Array.isArray(value)) return (value as readonly JsonValue[]).map(camel);
  if (!isObject(value)) return value ?? null;
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [
      /^[A-Z]+$/.test(name) ? name.toLowerCase() : name.slice(0, 1).toLowerCase() + name.slice(1),
      CODES.includes(name) ? Number(item) : camel(item),
    ]),
  );
}

/** A number and a text are not the same content: the number of a report without one differs. */
const withoutDigest = (answer: Mapped): unknown =>
  JSON.parse(JSON.stringify(answer).replaceAll(/[0-9a-f]{64}/g, 'digest'));
