import type { Mapped } from '#libs/model/contribution.js';
import { isObject, type JsonObject, type JsonValue } from '#libs/model/json.js';
import type { EntityKind } from '#libs/model/kinds.js';
import { misfit } from '#libs/model/schema/validate.js';
import { readFileSync } from 'node:fs';
import { published, versioned } from './testing/published.js';
import { describeReal, sharedFile, streamOf } from './testing/shared-data.js';

const FOLDER = 'civica-universal-housing';
const FILE = `${FOLDER}/hackney-repairs-api-v1.responses.json`;

/** `<outcome> <code, or how many things are spoken of>` for each record that the answer gives. */
type Outcomes = readonly string[];
interface Case {
  readonly stream: string;
  readonly outcomes: Outcomes;
  /** What the address that was asked said, and the answer does not repeat: put beside it by whoever asks. */
  readonly asked?: JsonObject;
  /** The same without it. */
  readonly unasked?: Outcomes;
}

const FORM = 'repairs_work_order_block_by_trade_response';
const ORDER = { workOrderReference: '01551932' };
const some = (count: number, outcome: string): Outcomes => Array.from({ length: count }, () => outcome);

const RESPONSES: Readonly<Record<string, Case>> = {
  work_order_response_payload: { stream: 'work-orders', outcomes: ['contributions 1'] },
  work_orders_by_property_reference_payload: {
    stream: 'work-orders',
    outcomes: some(4, 'contributions 1'),
  },
  work_orders_by_property_reference_payload__different_property: {
    stream: 'work-orders',
    outcomes: ['contributions 1'],
  },
  // A form with blanks: `<created>` is no date.
  [FORM]: { stream: 'work-orders', outcomes: ['dead-letter bad-date'] },
  repair_request_response_payload: { stream: 'requests', outcomes: ['contributions 2'] },
  repair_request_response_payload__info_missing: { stream: 'requests', outcomes: ['contributions 1'] },
  work_order_notes_payload: {
    stream: 'notes',
    asked: ORDER,
    outcomes: some(2, 'contributions 1'),
    unasked: some(2, 'dead-letter no-identity'),
  },
  work_order_note_response_payload__no_notes: { stream: 'notes', outcomes: [] },
  work_order_appointments_response_payload: {
    stream: 'appointments',
    outcomes: some(3, 'contributions 1'),
  },
  work_order_appointment_response_payload__out_of_target: {
    stream: 'appointments',
    outcomes: ['contributions 1'],
  },
  work_order_appointments_response_payload__no_creation_date: {
    stream: 'appointments',
    outcomes: ['contributions 1'],
  },
  work_order_appointment_response_payload__no_appointments: { stream: 'appointments', outcomes: [] },
  work_order_reports_response_payload: {
    stream: 'reports',
    asked: ORDER,
    outcomes: ['contributions 1'],
    unasked: ['dead-letter no-key'],
  },
  work_order_reports_response_payload__no_reports: {
    stream: 'reports',
    asked: ORDER,
    outcomes: ['filtered no-reports'],
    unasked: ['dead-letter no-key'],
  },
  property_response_payload: { stream: 'properties', outcomes: ['contributions 1'] },
  property_hierarchy_response_body: { stream: 'properties', outcomes: some(2, 'contributions 1') },
  // One number for an estate and its owner: the later one counts.
  property_hierarchy_response_body__estate: { stream: 'properties', outcomes: some(2, 'contributions 1') },
  property_by_postcode_response_body: { stream: 'property-searches', outcomes: ['contributions 4'] },
  property_by_postcode_response_body__no_properties: {
    stream: 'property-searches',
    outcomes: ['filtered nothing-found'],
  },
  property_by_address_response_body: { stream: 'property-searches', outcomes: ['contributions 28'] },
  property_by_address_response_body__no_properties: {
    stream: 'property-searches',
    outcomes: ['filtered nothing-found'],
  },
  keyfax_result: {
    stream: 'diagnoses',
    asked: { repairRequestReference: '03209397' },
    outcomes: ['contributions 1'],
    unasked: ['dead-letter no-key'],
  },
  cautionary_contact_response_body: {
    stream: 'cautionary-contacts',
    asked: { propertyReference: '00014665' },
    outcomes: ['filtered alerts-are-off'],
    unasked: ['filtered alerts-are-off'],
  },
};

const responses = (): JsonObject => JSON.parse(readFileSync(sharedFile(FILE), 'utf8')) as JsonObject;

/** As a file is read: a list gives a record for each element. */
const records = (answer: JsonValue | undefined, asked: JsonObject = {}): readonly JsonObject[] =>
  [answer ?? []].flat().flatMap((each) => (isObject(each) ? [{ ...each, ...asked }] : []));

const mapped = (stream: string, answer: JsonValue | undefined, asked?: JsonObject): Promise<Mapped[]> =>
  streamOf('housing-api', stream).mapping.map(records(answer, asked));

function outcomeOf(answer: Mapped): string {
  if (answer.outcome === 'contributions') return `contributions ${answer.contributions.length}`;
  return `${answer.outcome} ${answer.outcome === 'filtered' ? answer.rule : answer.code}`;
}

const documentsOf = async (name: string) => {
  const { stream = '', asked } = RESPONSES[name] ?? {};
  const answers = await mapped(stream, responses()[name], asked);
  return [...published(streamOf('housing-api', stream), answers).values()];
};

describeReal(FOLDER, 'answers of a housing API', () => {
  it('each of the 23 is accounted for', () => {
    expect(Object.keys(RESPONSES).sort()).toEqual(Object.keys(responses()).sort());
    expect(Object.keys(RESPONSES)).toHaveLength(23);
  });

  it.each(Object.entries(RESPONSES))('%s', async (name, { stream, outcomes, asked, unasked }) => {
    const answers = await mapped(stream, responses()[name], asked);
    expect(answers.map(outcomeOf)).toEqual(outcomes);
    expect(answers.flatMap((each) => (each.outcome === 'contributions' ? each.unmapped : []))).toEqual([]);
    if (unasked) expect((await mapped(stream, responses()[name])).map(outcomeOf)).toEqual(unasked);
    for (const { main, personal } of await documentsOf(name)) {
      const kind = main['kind'] as EntityKind;
      expect(misfit(kind, versioned(main))).toBeUndefined();
      if (personal) expect(misfit(`${kind}-personal`, versioned(personal))).toBeUndefined();
    }
  });

  it('an order: two sentinels for nothing in one record, a cost of 0 is unknown', async () => {
    const [document] = await documentsOf('work_order_response_payload');
    expect(document?.main).toMatchObject({
      references: [{ scheme: 'uh/workOrder', id: '01551932' }],
      status: { value: 'locked' },
      trade: { value: 'painting' },
      raisedAt: { at: '2018-05-29T13:10:06Z', text: '2018-05-29T14:10:06' },
      targetAt: { at: '2018-06-27T13:09:00Z' },
      estimatedCost: { amount: '4.13', currency: 'GBP' },
      links: [
        { type: 'answers', reference: { scheme: 'uh/request', id: '03209397' } },
        { type: 'at', reference: { scheme: 'uh/property', id: '00014665' } },
      ],
    });
    // The task that it shows is one of the housing system's own, without its number: not a second one.
    for (const absent of ['completedAt', 'actualCost', 'attachments', 'tasks'])
      expect(document?.main).not.toHaveProperty(absent);
    expect(document?.personal).toMatchObject({ description: 'TEST problem' });
    const [blank] = records(responses()[FORM], { created: '2014-03-01T11:02:00' });
    const [form] = await mapped('work-orders', blank);
    expect(form).toMatchObject({ outcome: 'contributions' });
    expect(JSON.stringify(form)).not.toMatch(/1900-01-01|0001-01-01/);
  });

  it('a request names its caller in the personal document only, and its order answers it', async () => {
    const [request, order] = await documentsOf('repair_request_response_payload');
    expect(request?.main).toMatchObject({ priority: { value: 'normal' } });
    expect(request?.personal).toMatchObject({
      contactName: 'MR TEST TENANT',
      contactPhone: '02012341234',
      contactEmail: 'tenant@example.com',
    });
    expect(JSON.stringify(request?.main)).not.toMatch(/TENANT|0201|example\.com/i);
    expect(order?.main).toMatchObject({
      contractor: { scheme: 'uh/supplier', id: 'H09' },
      links: [{ type: 'answers', reference: { scheme: 'uh/request', id: '03209397' } }],
    });
  });

  it('three appointments of one order, the names of their workers in the personal topic only', async () => {
    const [document] = await documentsOf('work_order_appointments_response_payload');
    expect(document?.main['appointments']).toMatchObject([
      { state: { value: 'kept' }, from: { at: '2017-10-17T08:27:00Z' } },
      {
        state: { value: 'booked' },
        from: { at: '2018-05-30T07:00:00Z' },
        to: { at: '2018-05-30T11:00:00Z' },
      },
      { state: { value: 'booked' } },
    ]);
    expect(JSON.stringify(document?.main)).not.toMatch(/Operative|4475/);
    expect(JSON.stringify(document?.personal)).toMatch(/Operative/);
    expect(JSON.stringify(document?.personal)).not.toMatch(/4475/);
  });

  it('notes are personal, their moments are not; reports are attachments', async () => {
    const [notes] = await documentsOf('work_order_notes_payload');
    expect(notes?.main['jobUpdates']).toMatchObject([
      { ref: 'note/3000', type: { value: 'note' }, at: { at: '2018-08-23T09:12:56Z' } },
      { ref: 'note/4000' },
    ]);
    expect(notes?.personal?.['jobUpdates']).toHaveLength(2);
    const [reports] = await documentsOf('work_order_reports_response_payload');
    expect(reports?.main['attachments']).toHaveLength(3);
  });

  it('a property with its parent; its tenancy keeps its zeros and its slash, and is personal', async () => {
    const [document] = await documentsOf('property_response_payload');
    expect(document?.main).toMatchObject({
      references: [{ scheme: 'uh/property', id: '00014665' }],
      level: { value: 'dwelling', raw: { code: '7' } },
      tenure: { value: 'secure' },
      maintained: true,
      area: 'Lordship South TMO (SN) H2556',
    });
    expect(document?.personal).toMatchObject({ tenancy: { scheme: 'uh/tenancy', id: '000015/01' } });
    const [block, estate] = await documentsOf('property_hierarchy_response_body');
    expect(block?.main).toMatchObject({
      level: { value: 'block' },
      parent: { scheme: 'uh/property', id: '00078632' },
      postcode: 'E8 4NL',
    });
    expect(estate?.main).toMatchObject({ level: { value: 'estate' } });
  });

  it('a diagnosis is of the request that it was made for', async () => {
    const [document] = await documentsOf('keyfax_result');
    expect(document?.main).toMatchObject({
      references: [{ scheme: 'uh/request', id: '03209397' }],
      diagnosis: { scheme: 'keyfax/repair', code: '20110120' },
      priority: { value: 'emergency' },
    });
  });
});
