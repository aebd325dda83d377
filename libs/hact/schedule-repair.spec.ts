import type { WorkOrder, WorkOrderPersonal } from '#libs/model/generated/types.js';
import type { JsonObject } from '#libs/model/json.js';
import type { OrderFile } from './export.js';
import { toScheduleRepair } from './schedule-repair.js';

const instant = (at: string) => ({ at, text: at, zone: 'Europe/London' });
const by = ['universal-housing/tasks'];
const at = (id: string) =>
  ({
    type: 'at',
    reference: { scheme: 'uh/property', id },
    state: 'linked',
    id: `p${id}`,
    by: 'x/y',
  }) as const;

const order: WorkOrder = {
  id: 'o',
  kind: 'work-order',
  version: 1,
  state: 'current',
  references: [
    { scheme: 'uh/workOrder', id: '10000012' },
    { scheme: 'uh/workOrderSid', id: '5400001' },
  ],
  links: [
    {
      type: 'answers',
      reference: { scheme: 'uh/request', id: '03209397' },
      state: 'linked',
      id: 'r',
      by: 'x/y',
    },
    at('00014665'),
  ],
  priority: {
    state: 'mapped',
    value: 'emergency',
    raw: { scheme: 'uh/priority', code: 'E', label: 'Emergency' },
  },
  targetAt: instant('2025-11-04T09:53:27Z'),
  workClass: { scheme: 'uh/class', code: '0' },
  contractor: { scheme: 'uh/supplier', id: 'H01' },
  instructedBy: { scheme: 'uh/landlord', id: '1' },
  estimatedHours: '1.25',
  tasks: [
    {
      ref: '7',
      system: 'uh',
      by,
      quantity: '0.1',
      rates: [{ scheme: 'uh/job', code: '20060020', unit: 'HR' }],
      trade: {
        state: 'mapped',
        value: 'locksmith',
        raw: { scheme: 'uh/trade', code: 'LO', label: 'Locksmith' },
      },
      serviceCharge: 'LIFT',
      dependsOn: ['8'],
    },
    {
      ref: '8',
      system: 'uh',
      by,
      rates: [{ scheme: 'uh/job', code: '1' }],
      status: { state: 'mapped', value: 'cancelled', raw: { scheme: 's/s', code: '9' } },
    },
  ],
};
const personal: WorkOrderPersonal = {
  id: 'o',
  kind: 'work-order',
  version: 1,
  state: 'current',
  description: 'Leak in WC',
  customerName: 'Test Tenant',
  customerPhone: '07700 900000',
  keysafe: { location: 'by the door', code: '1234' },
  tasks: [{ ref: '7', system: 'uh', by: ['universal-housing/tasks'], description: 'CHANGE LOCK' }],
};
const file: OrderFile = { main: order, personal, requests: [], properties: new Map(), followOns: [] };
const lists = { units: new Set(['HR']), serviceCharges: new Set(['10']) };

test('an order as its landlord sends it', () => {
  const { documents, missing, leftOut } = toScheduleRepair(file, {
    number: { scheme: 'uh/workOrder', id: '10000012' },
    lists,
  });
  expect(missing).toEqual([]);
  const property = { ID: '00014665', AllocatedBy: 'uh/property' };
  expect(documents).toEqual([
    {
      Reference: [
        { ID: '10000012', AllocatedBy: 'uh/workOrder' },
        { ID: '5400001', AllocatedBy: 'uh/workOrderSid' },
      ],
      ServiceRequestReference: [{ ID: '03209397', AllocatedBy: 'uh/request' }],
      DescriptionOfWork: 'Leak in WC',
      EstimatedLaborHours: 1.25,
      Priority: {
        PriorityCode: '2',
        PriorityDescription: 'Emergency',
        RequiredCompletionDateTime: '2025-11-04T09:53:27Z',
      },
      WorkClass: { WorkClassCode: '0' },
      InstructedBy: { Reference: [{ ID: '1', AllocatedBy: 'uh/landlord' }] },
      AssignedToPrimary: { Organization: { Reference: [{ ID: 'H01', AllocatedBy: 'uh/supplier' }] } },
      Site: { Property: [{ Reference: [property], Unit: [{ Reference: [property] }] }] },
      WorkElement: [
        {
          Reference: { ID: '7', AllocatedBy: 'universal-housing' },
          RateScheduleItem: [
            {
              CustomCode: '20060020',
              CustomName: 'CHANGE LOCK',
              Quantity: { Amount: [0.1], UnitOfMeasurementCode: 'HR' },
            },
          ],
          Trade: [{ Code: 'SP', CustomCode: 'LO', CustomName: 'Locksmith' }],
          DependsOn: [{ DependsOnWorkElementReference: { ID: '8', AllocatedBy: 'universal-housing' } }],
        },
      ],
      AccessInformation: { Keysafe: { Location: 'by the door', Code: '1234' } },
      Customer: {
        Person: {
          Name: { Full: 'Test Tenant' },
          Communication: [{ Channel: { Medium: '20' }, Value: '07700 900000' }],
        },
      },
    },
  ]);
  expect(leftOut.map(({ path }) => path)).toEqual(['WorkElement', 'WorkElement[0].ServiceChargeSubject']);
});

test('what HACT requires and nobody said is named, never invented', () => {
  const bare = {
    id: 'o',
    kind: 'work-order',
    version: 1,
    state: 'current',
    tasks: [{ ref: '7', system: 'uh', by }],
  } as const;
  const { documents, missing } = toScheduleRepair({
    ...file,
    main: { ...bare, tasks: [...bare.tasks].map((it) => ({ ...it, by })) },
    personal: undefined,
  });
  expect(missing.map(({ path }) => path)).toEqual([
    'Reference',
    'DescriptionOfWork',
    'Priority.PriorityCode',
    'Priority.RequiredCompletionDateTime',
    'WorkClass.WorkClassCode',
    'InstructedBy',
    'AssignedToPrimary',
    'Site',
    'WorkElement[0].RateScheduleItem',
  ]);
  expect(documents[0]).toEqual({
    Priority: {},
    WorkElement: [{ Reference: { ID: '7', AllocatedBy: 'universal-housing' } }],
  });
});

test('the sender decides what the order does not say', () => {
  const { workClass: _, instructedBy: __, ...main } = order;
  const { documents, missing } = toScheduleRepair(
    { ...file, main },
    { workClass: '0', instructedBy: 'Example Housing' },
  );
  expect(missing).toEqual([]);
  expect(documents[0]).toMatchObject({
    WorkClass: { WorkClassCode: '0' },
    InstructedBy: { Name: 'Example Housing' },
  });
});

test('what HACT has no code for is not given another', () => {
  const planned = { state: 'mapped', value: 'planned', raw: { scheme: 'uh/priority', code: 'P' } } as const;
  expect(toScheduleRepair({ ...file, main: { ...order, priority: planned } }).missing).toEqual([
    { path: 'Priority.PriorityCode', message: 'HACT has no code for the priority "planned"' },
  ]);
  const workClass = { scheme: 'uh/class', code: '5' };
  expect(toScheduleRepair({ ...file, main: { ...order, workClass } }).missing).toEqual([
    { path: 'WorkClass.WorkClassCode', message: 'the work class of the order is not one of HACT' },
  ]);
});

test('a decimal that no JSON number holds is refused, not rounded', () => {
  const estimatedHours = '12345678901234567.891';
  const { documents, missing } = toScheduleRepair({ ...file, main: { ...order, estimatedHours } });
  expect(missing.map(({ path }) => path)).toEqual(['EstimatedLaborHours']);
  expect(documents[0]?.['EstimatedLaborHours']).toBeUndefined();
});

test('the one request that it answers speaks where the order is silent, several do not', () => {
  const asked = {
    main: {
      id: 'r',
      kind: 'request',
      version: 1,
      state: 'current',
      reportedAt: instant('2025-11-03T09:00:00Z'),
    },
    personal: {
      id: 'r',
      kind: 'request',
      version: 1,
      state: 'current',
      description: 'Water everywhere',
      contactEmail: 'tenant@example.org',
    },
  } as const;
  const silent = { ...file, personal: undefined };
  expect(toScheduleRepair({ ...silent, requests: [asked] }).documents[0]).toMatchObject({
    DescriptionOfWork: 'Water everywhere',
    DateReported: '2025-11-03T09:00:00Z',
    Customer: { Person: { Name: {}, Communication: [{ Value: 'tenant@example.org' }] } },
  });
  expect(toScheduleRepair({ ...silent, requests: [asked, asked] }).missing.map(({ path }) => path)).toEqual([
    'DescriptionOfWork',
  ]);
});

test('an alert is never dropped: what has no code is "other", with or without words', () => {
  const alerts: WorkOrderPersonal['locationAlerts'] = [
    {
      ref: '1',
      system: 'uh',
      by,
      type: { state: 'mapped', value: 'asbestos', raw: { scheme: 'uh/alert', code: 'ASB' } },
    },
    {
      ref: '2',
      system: 'uh',
      by,
      type: { state: 'unmapped', raw: { scheme: 'uh/alert', code: 'DOG', label: 'Dog' } },
    },
    { ref: '3', system: 'uh', by, type: { state: 'unmapped', raw: { scheme: 'uh/alert', code: 'X' } } },
  ];
  const document = toScheduleRepair({ ...file, personal: { ...personal, locationAlerts: alerts } })
    .documents[0] as JsonObject;
  expect(document['LocationAlert']).toEqual([{ Type: '10' }, { Type: '1', Comments: 'Dog' }, { Type: '0' }]);
});

test('texts of two systems under one number are not mixed up', () => {
  const [task] = order.tasks ?? [];
  const tasks = task ? [task, { ...task, system: 'drs', by: ['drs-scheduler/bookings'] }] : [];
  const document = toScheduleRepair({ ...file, main: { ...order, tasks } }).documents[0] as JsonObject;
  expect(JSON.stringify(document).split('CHANGE LOCK')).toHaveLength(2);
});
