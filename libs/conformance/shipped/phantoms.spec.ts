import type { JsonObject } from '#libs/model/json.js';
import { published } from './testing/published.js';
import { streamOf } from './testing/shared-data.js';

/** Nothing is published that no record says: constants of a connector alone make no element, no number and no value. */
const mapped = (connector: string, stream: string, record: JsonObject) =>
  streamOf(connector, stream).mapping.map([record]);

async function mainOf(connector: string, stream: string, record: JsonObject): Promise<JsonObject> {
  const answers = await mapped(connector, stream, record);
  expect(answers).toMatchObject([{ outcome: 'contributions' }]);
  return [...published(streamOf(connector, stream), answers).values()][0]?.main ?? {};
}

const order = { WorkOrderReference: { ID: '00545095' }, RelatedWorkOrderReference: { ID: '00545095' } };

test.each<[string, string, string, JsonObject]>([
  [
    'contractor-hact',
    'schedule-repairs',
    'tasks',
    { Reference: [{ ID: '1' }], WorkElement: [{ Sequence: 1 }] },
  ],
  ['contractor-hact', 'completions', 'tasks', { ...order, CompletedWorkElements: [{ Sequence: 1 }] }],
  ['contractor-hact', 'completions', 'materials', { ...order, BillOfMaterialItem: [{ Sequence: 1 }] }],
  ['contractor-hact', 'completions', 'visits', { ...order, OperativesUsed: [{ Gender: 'x' }] }],
  [
    'contractor-hact',
    'status-updates',
    'attachments',
    { ...order, TypeCode: '70', Evidence: [{ CopyrightNotices: ['x'] }] },
  ],
  ['contractor-hact', 'status-updates', 'hazards', { ...order, TypeCode: '70' }],
  [
    'contractor-hact',
    'status-updates',
    'appointments',
    { ...order, TypeCode: '70', RefinedAppointmentWindow: { Date: '2025-11-04' } },
  ],
  [
    'contractor-hact',
    'appointment-requests',
    'appointments',
    { ...order, AppointmentReference: { Description: 'x' } },
  ],
  ['keyfax', 'results', 'tasks', { GUID: 'e', Fault: { Repair: [{ '@name': 'Repair' }] } }],
  ['keyfax', 'results', 'diagnosis', { GUID: 'e', Fault: { FaultText: 'x' } }],
  ['housing-api', 'work-orders', 'attachments', { workOrderReference: '1', mobileReports: [{ size: 1 }] }],
  [
    'drs-scheduler',
    'bookings',
    'visits',
    { bookingId: '1', changedDate: '2025-11-04T10:00:00', primaryOrderNumber: '1' },
  ],
])('%s/%s: no %s', async (connector, stream, field, record) => {
  expect(await mainOf(connector, stream, record)).not.toHaveProperty(field);
});

test.each<[string, string, JsonObject, string]>([
  [
    'awkward',
    'invoices',
    { InvoiceType: 'INV', InvoiceNumber: '7', Exported: '2026-04-01T01:00:00' },
    'no-key',
  ],
  [
    'awkward',
    'invoices',
    { InvoiceType: 'INV', SupplierReference: 'S1', Exported: '2026-04-01T01:00:00' },
    'no-key',
  ],
  [
    'awkward',
    'statements',
    { Supplier_No: 'S1', Line_No: '1', Exported: '2026-04-01T01:00:00' },
    'no-identity',
  ],
  [
    'awkward',
    'statements',
    { Statement_No: '7', Line_No: '1', Exported: '2026-04-01T01:00:00' },
    'no-identity',
  ],
])('%s/%s: %j has no number made of what is left', async (connector, stream, record, code) => {
  expect(await mapped(connector, stream, record)).toMatchObject([{ outcome: 'dead-letter', code }]);
});

test('a completion that repeats no rates takes none away', async () => {
  const ordered = await mapped('contractor-hact', 'schedule-repairs', {
    Reference: [{ ID: '00545095' }],
    WorkElement: [
      { Reference: { ID: '1' }, RateScheduleItem: [{ CustomCode: 'TAP1', Quantity: { Amount: [2] } }] },
    ],
  });
  const done = await mapped('contractor-hact', 'completions', {
    WorkOrderReference: { ID: '00545095' },
    CompletedWorkElements: [{ Reference: { ID: '1' }, ContainsCapitalWork: false }],
    JobStatusUpdates: [{ TypeCode: '0', OtherType: 'complete', EventTime: '2025-11-04T12:30:00Z' }],
  });
  const [both] = published(streamOf('contractor-hact', 'completions'), [...ordered, ...done]).values();
  expect(both?.main['tasks']).toMatchObject([
    { ref: '1', capital: false, rates: [{ scheme: 'uh/job', code: 'TAP1', quantity: '2' }] },
  ]);
});
