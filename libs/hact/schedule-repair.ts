import type { RequestPersonal } from '#libs/model/generated/types.js';
import type { JsonObject } from '#libs/model/json.js';
import { referenceKey } from '#libs/model/reference.js';
import { hactCode, LOCATION_ALERTS, PRIORITIES, WORK_CLASSES } from './hact-codes.js';
import { newRemarks, type Exported, type HactSettings, type OrderFile, type Remarks } from './export.js';
import { orderNumbers } from './order-number.js';
import { site } from './site.js';
import { elementReference, exactNumber, hactReference, listOf, present, someOf } from './values.js';
import { trade, workElement } from './work-element.js';

/**
 * The order as HACT's ScheduleRepair, as a landlord sends it to a contractor: one document. What the order does not say about the fault,
 * the place and the tenant comes from the request that it answers, where it answers exactly one. Alerts about persons never go on an
 * order, as HACT itself demands.
 */
export function toScheduleRepair(file: OrderFile, settings: HactSettings = {}): Exported {
  const { main: order, personal, requests } = file;
  const remarks = newRemarks();
  const request = requests.length === 1 ? requests[0] : undefined;
  const requestPersonal = request?.personal;
  const keysafe = personal?.keysafe ?? requestPersonal?.keysafe;
  if (order.status?.value === 'cancelled') remarks.leaveOut('', 'the order is cancelled');
  const numbers = orderNumbers(file, settings);
  const document = present({
    Reference: numbers.length > 0 ? numbers : remarks.missing('Reference', 'the order has no number'),
    ServiceRequestReference: linked(file, 'answers'),
    DescriptionOfWork:
      personal?.description ??
      requestPersonal?.description ??
      remarks.missing(
        'DescriptionOfWork',
        'neither the order nor one request that it answers has a description',
      ),
    EstimatedLaborHours:
      order.estimatedHours && exactNumber(order.estimatedHours, 'EstimatedLaborHours', remarks),
    Priority: priority(file, remarks),
    WorkClass: workClass(file, settings, remarks),
    InstructedBy: instructedBy(file, settings, remarks),
    AssignedToPrimary: order.contractor
      ? { Organization: { Reference: [hactReference(order.contractor)] } }
      : remarks.missing('AssignedToPrimary', 'the order has no contractor'),
    Site: site(file, remarks),
    WorkElement: workElements(file, settings, remarks),
    LocationOfRepair: personal?.location ?? requestPersonal?.location,
    ParkingArrangements: personal?.parking ?? requestPersonal?.parking,
    AccessInformation: someOf({
      Keysafe: keysafe && someOf({ Location: keysafe.location, Code: keysafe.code }),
      Description: personal?.access ?? requestPersonal?.access,
    }),
    LocationAlert: locationAlerts(file),
    DateRaised: order.raisedAt?.at,
    DateReported: (order.reportedAt ?? request?.main.reportedAt)?.at,
    Customer: customer(personal?.customerName, personal?.customerPhone, requestPersonal),
  });
  return remarks.with([document]);
}

function priority({ main: order }: OrderFile, remarks: Remarks): JsonObject {
  const code = order.priority && hactCode(PRIORITIES, order.priority);
  const lack =
    order.priority === undefined
      ? 'the order has no priority'
      : `HACT has no code for ${order.priority.value === undefined ? 'an unmapped priority' : `the priority "${order.priority.value}"`}`;
  return present({
    PriorityCode: code ?? remarks.missing('Priority.PriorityCode', lack),
    PriorityDescription: order.priority?.raw.label,
    RequiredCompletionDateTime:
      order.targetAt?.at ??
      remarks.missing('Priority.RequiredCompletionDateTime', 'the order has no due date'),
  });
}

function workClass(
  { main: order }: OrderFile,
  settings: HactSettings,
  remarks: Remarks,
): JsonObject | undefined {
  const own = order.workClass;
  if (own !== undefined && WORK_CLASSES.includes(own.code))
    return present({ WorkClassCode: own.code, WorkClassDescription: own.label });
  if (settings.workClass !== undefined) return { WorkClassCode: settings.workClass };
  return remarks.missing(
    'WorkClass.WorkClassCode',
    own ? 'the work class of the order is not one of HACT' : 'the order has no work class',
  );
}

function instructedBy({ main }: OrderFile, settings: HactSettings, remarks: Remarks): JsonObject | undefined {
  if (main.instructedBy) return { Reference: [hactReference(main.instructedBy)] };
  if (settings.instructedBy !== undefined) return { Name: settings.instructedBy };
  return remarks.missing('InstructedBy', 'the order does not say who instructs');
}

/** The lines of the order that are still wanted, each with its trade. */
function workElements(file: OrderFile, settings: HactSettings, remarks: Remarks): JsonObject[] {
  const { tasks = [], trade: leading } = file.main;
  const wanted = tasks.filter(
    ({ status }) => status?.value !== 'cancelled' && status?.value !== 'superseded',
  );
  if (wanted.length < tasks.length) remarks.leaveOut('WorkElement', 'lines that are cancelled or superseded');
  return wanted.map((task, index) => {
    const coded = task.trade ?? (tasks.length === 1 ? leading : undefined);
    return present({
      ...workElement(task, file, settings, `WorkElement[${index}]`, remarks),
      Trade: listOf(coded && trade(coded)),
      DependsOn: (task.dependsOn ?? []).map((ref) => {
        const [only, ...others] = tasks.filter((it) => it.ref === ref);
        return {
          DependsOnWorkElementReference: only && others.length === 0 ? elementReference(only) : { ID: ref },
        };
      }),
    });
  });
}

/** An alert is never dropped. One that HACT has no code for is 1, other, where comments say what it is; otherwise 0, ask for details. */
function locationAlerts({ personal }: OrderFile): JsonObject[] {
  return (personal?.locationAlerts ?? []).map(({ type, comments: stated }) => {
    const comments = stated ?? (type?.value ? undefined : type?.raw.label);
    const code = type && type.value !== 'other' ? hactCode(LOCATION_ALERTS, type) : undefined;
    return present({ Type: code ?? (comments === undefined ? '0' : '1'), Comments: comments });
  });
}

/** HACT's channel code tells mobile phones from others, which nobody says here. So only the medium stands: 20 is audio. */
function customer(
  orderName: string | undefined,
  orderPhone: string | undefined,
  request: RequestPersonal | undefined,
): JsonObject | undefined {
  const own = orderName !== undefined || orderPhone !== undefined;
  const name = own ? orderName : request?.contactName;
  const phone = own ? orderPhone : request?.contactPhone;
  const email = own ? undefined : request?.contactEmail;
  if (name === undefined && phone === undefined && email === undefined) return undefined;
  return {
    Person: present({
      Name: present({ Full: name }),
      Communication: listOf(
        phone === undefined ? undefined : { Channel: { Medium: '20' }, Value: phone },
        email === undefined ? undefined : { Value: email },
      ),
    }),
  };
}

function linked({ main }: OrderFile, type: 'answers'): JsonObject[] {
  const references = (main.links ?? []).filter((it) => it.type === type).map(({ reference }) => reference);
  return [...new Map(references.map((it) => [referenceKey(it), hactReference(it)])).values()];
}
