import type { WorkOrder } from '#libs/model/generated/types.js';
import type { OrderFile } from './export.js';
import { toJobStatusUpdates } from './job-status-updates.js';
import { toWorkOrderComplete } from './work-order-complete.js';

const london = (at: string) => ({ at, text: at, zone: 'Europe/London' });
const coded = <Word extends string>(value: Word, code: string) =>
  ({ state: 'mapped', value, raw: { scheme: 'contractor/type', code } }) as const;
const contractor = ['contractor-hact/status-updates'];
const operative = { scheme: 'contractor/operative', id: '123456' };

const order: WorkOrder = {
  id: 'o',
  kind: 'work-order',
  version: 1,
  state: 'current',
  references: [{ scheme: 'uh/workOrder', id: '10000012' }],
  completedAt: london('2025-07-12T10:00:00Z'),
  jobUpdates: [
    {
      ref: 'b',
      system: 'contractor',
      by: contractor,
      type: coded('no-access', '70'),
      at: london('2025-07-10T08:15:00Z'),
      tasks: ['7', '8'],
      operativeRefs: [operative],
    },
    {
      ref: 'a',
      system: 'contractor',
      by: contractor,
      type: coded('note', '0/addNote'),
      at: london('2025-07-09T08:15:00Z'),
    },
    { ref: 'c', system: 'contractor', by: contractor, type: coded('variation-rejected', '125') },
  ],
  appointments: [
    {
      ref: '9001',
      system: 'drs',
      by: ['drs-scheduler/bookings'],
      from: london('2025-07-10T07:00:00Z'),
      to: london('2025-07-10T11:00:00Z'),
      slot: 'AM',
    },
    {
      ref: '9002',
      system: 'drs',
      by: ['drs-scheduler/bookings'],
      from: london('2025-07-10T22:30:00Z'),
      to: london('2025-07-10T23:30:00Z'),
    },
  ],
  visits: [
    {
      ref: '1',
      system: 'uh',
      by: ['universal-housing/visits'],
      outcome: coded('no-access', 'NA'),
      attendedAt: london('2025-07-10T08:15:00Z'),
      operativeRefs: [operative],
    },
    {
      ref: '2',
      system: 'uh',
      by: ['universal-housing/visits'],
      outcome: coded('completed', 'C'),
      attendedAt: london('2025-07-11T08:15:00Z'),
      operativeRefs: [operative],
    },
  ],
};
const file: OrderFile = {
  main: order,
  personal: {
    id: 'o',
    kind: 'work-order',
    version: 1,
    state: 'current',
    jobUpdates: [
      {
        ref: 'b',
        system: 'contractor',
        by: ['contractor-hact/status-updates'],
        comments: 'Card left',
        operativeNames: ['Operative One'],
      },
    ],
  },
  requests: [],
  properties: new Map(),
  followOns: [
    {
      id: 'f',
      kind: 'work-order',
      version: 1,
      state: 'current',
      references: [{ scheme: 'uh/workOrder', id: '10000019' }],
    },
  ],
};
const related = { RelatedWorkOrderReference: { ID: '10000012', AllocatedBy: 'uh/workOrder' } };

test('what was reported, oldest first; the same type at the same time once', () => {
  const { documents, missing, leftOut } = toJobStatusUpdates(file);
  expect(missing).toEqual([]);
  expect(documents).toEqual([
    {
      ...related,
      Reference: { ID: 'c', AllocatedBy: 'contractor-hact' },
      TypeCode: '0',
      OtherType: 'variation-rejected',
    },
    {
      ...related,
      Reference: { ID: '9001', AllocatedBy: 'drs-scheduler' },
      RefinedAppointmentWindow: {
        Date: '2025-07-10',
        TimeOfDay: { Name: 'AM', EarliestArrivalTime: '08:00:00+01:00', LatestArrivalTime: '12:00:00+01:00' },
        Reference: { ID: '9001', AllocatedBy: 'drs-scheduler' },
      },
    },
    {
      ...related,
      Reference: { ID: '9002', AllocatedBy: 'drs-scheduler' },
      RefinedAppointmentWindow: {
        Date: '2025-07-10',
        TimeOfDay: { EarliestArrivalTime: '23:30:00+01:00' },
        Reference: { ID: '9002', AllocatedBy: 'drs-scheduler' },
      },
    },
    {
      ...related,
      Reference: { ID: 'a', AllocatedBy: 'contractor-hact' },
      EventTime: '2025-07-09T08:15:00Z',
      TypeCode: '0',
      OtherType: 'addNote',
    },
    {
      ...related,
      Reference: { ID: 'b', AllocatedBy: 'contractor-hact' },
      RelatedWorkElementReference: [{ ID: '7' }, { ID: '8' }],
      EventTime: '2025-07-10T08:15:00Z',
      TypeCode: '70',
      OperativesAssigned: [
        { Identification: { Type: 'contractor/operative', Number: '123456' }, NameFull: 'Operative One' },
      ],
      Comments: 'Card left',
    },
    {
      ...related,
      Reference: { ID: '2', AllocatedBy: 'universal-housing' },
      EventTime: '2025-07-11T08:15:00Z',
      TypeCode: '0',
      OtherType: 'visit completed',
      OperativesAssigned: [{ Identification: { Type: 'contractor/operative', Number: '123456' } }],
    },
    { ...related, EventTime: '2025-07-12T10:00:00Z', TypeCode: '0', OtherType: 'completed' },
  ]);
  expect(leftOut.map(({ path }) => path)).toEqual(['RefinedAppointmentWindow']);
});

test('without a number, or with several and none named, no update goes out', () => {
  const several = [...(order.references ?? []), { scheme: 'contractor/job', id: '1' }];
  const paths = (references: WorkOrder['references'], number?: { scheme: string; id: string }) =>
    toJobStatusUpdates({ ...file, main: { ...order, references: references ?? [] } }, { number }).missing.map(
      ({ path }) => path,
    );
  expect(paths([])).toEqual(['RelatedWorkOrderReference']);
  expect(paths(several)).toEqual(['RelatedWorkOrderReference']);
  expect(paths(several, several[1])).toEqual([]);
});

test('a finished order: who was there, what was reported, what follows on from it', () => {
  const { documents, missing } = toWorkOrderComplete(file);
  expect(missing).toEqual([]);
  const { JobStatusUpdates: updates, ...rest } = documents[0] ?? {};
  expect(rest).toEqual({
    WorkOrderReference: related.RelatedWorkOrderReference,
    OperativesUsed: [{ Identification: { Type: 'contractor/operative', Number: '123456' } }],
    FollowOnWorkOrderReference: [{ ID: '10000019', AllocatedBy: 'uh/workOrder' }],
  });
  expect(updates).toHaveLength(7);
  expect(JSON.stringify(updates)).not.toContain('RelatedWorkOrderReference');
});

test('who was there is not lost where nobody says when, and who came for nothing is named among what is left out', () => {
  const [one, other] = ['1', '2'].map((id) => ({ scheme: 'contractor/operative', id }));
  const by = ['contractor-hact/completions'];
  const visits: NonNullable<WorkOrder['visits']> = [
    { ref: 'a', system: 'contractor', by, operativeRefs: [one, other].flatMap((it) => it ?? []) },
    { ref: 'b', system: 'contractor', by, outcome: coded('completed', 'C'), operativeRefs: [operative] },
    { ref: 'c', system: 'contractor', by, outcome: coded('incomplete', 'I'), operativeRefs: [operative] },
    {
      ref: 'd',
      system: 'contractor',
      by,
      outcome: coded('no-access', 'NA'),
      operativeRefs: [{ ...operative, id: '9' }],
    },
    { ref: 'e', system: 'contractor', by, outcome: coded('cancelled', 'X') },
    { ref: 'f', system: 'contractor', by },
  ];
  const half = { id: 'o', kind: 'work-order', version: 1, state: 'current' } as const;
  const personal: OrderFile['personal'] = {
    ...half,
    visits: [
      { ref: 'c', system: 'contractor', by, operativeNames: ['Operative One'] },
      { ref: 'e', system: 'contractor', by, operativeNames: ['Operative Two'] },
      { ref: 'f', system: 'contractor', by, operativeNames: ['Operative Three'] },
    ],
  };
  const exported = (known: OrderFile['personal']) => {
    const { documents, leftOut } = toWorkOrderComplete({
      ...file,
      main: { ...order, visits },
      personal: known,
    });
    return {
      used: documents[0]?.['OperativesUsed'],
      left: leftOut.filter(({ path }) => path === 'OperativesUsed').map(({ message }) => message),
    };
  };
  const numbered = (Number: string) => ({ Identification: { Type: 'contractor/operative', Number } });
  expect(exported(undefined)).toEqual({
    used: [numbered('1'), numbered('2'), numbered('123456')],
    left: ['operatives of a visit that came to nothing (no-access)'],
  });
  expect(exported(personal)).toEqual({
    used: [
      numbered('1'),
      numbered('2'),
      { ...numbered('123456'), NameFull: 'Operative One' },
      { NameFull: 'Operative Three' },
    ],
    left: [
      'operatives of a visit that came to nothing (no-access)',
      'operatives of a visit that came to nothing (cancelled)',
    ],
  });
});

test('an order that nobody calls completed is not called so', () => {
  const { completedAt: _, ...open } = order;
  expect(toWorkOrderComplete({ ...file, main: open }).missing).toEqual([
    { path: '', message: 'the order is not completed' },
  ]);
});
