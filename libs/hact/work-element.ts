import type { JsonObject } from '#libs/model/json.js';
import { hactCode, TRADES, type Coded } from './hact-codes.js';
import { personalHalf, type ElementOf, type HactSettings, type OrderFile, type Remarks } from './export.js';
import { elementReference, exactNumber, listOf, present, someOf } from './values.js';

type Task = ElementOf<'tasks'>;
type Rate = NonNullable<Task['rates']>[number];

/** A WorkElement as all three documents have it. HACT requires a rate in each. */
export function workElement(
  task: Task,
  { personal }: OrderFile,
  settings: HactSettings,
  path: string,
  remarks: Remarks,
): JsonObject {
  const { rates = [], serviceCharge, capital } = task;
  const [only, ...others] = rates;
  const half = personalHalf(task, personal?.tasks);
  const single = others.length === 0;
  if (only === undefined)
    remarks.missing(`${path}.RateScheduleItem`, 'the line of the order has no code of a schedule of rates');
  if (!single && half?.description !== undefined)
    remarks.leaveOut(`${path}.RateScheduleItem`, 'a description of a line with several rates');
  return present({
    Reference: elementReference(task),
    RateScheduleItem: rates.map((rate, index) =>
      rateItem(
        single && rate.quantity === undefined && task.quantity !== undefined
          ? { ...rate, quantity: task.quantity }
          : rate,
        single ? half?.description : undefined,
        settings,
        `${path}.RateScheduleItem[${index}]`,
        remarks,
      ),
    ),
    ServiceChargeSubject: listed(
      serviceCharge,
      settings.lists?.serviceCharges,
      `${path}.ServiceChargeSubject`,
      remarks,
    ),
    ContainsCapitalWork: capital,
  });
}

/** Always the landlord's own code: the M3NHF price book is licensed and none of its codes is known here. */
export function rateItem(
  { code, quantity, unit }: Pick<Rate, 'quantity' | 'unit'> & { readonly code?: string | undefined },
  name: string | undefined,
  { lists }: HactSettings,
  path: string,
  remarks: Remarks,
): JsonObject {
  const amount =
    quantity === undefined ? undefined : exactNumber(quantity, `${path}.Quantity.Amount`, remarks);
  return present({
    CustomCode: code,
    CustomName: name,
    Quantity: someOf({
      Amount: listOf(amount),
      UnitOfMeasurementCode: listed(unit, lists?.units, `${path}.Quantity.UnitOfMeasurementCode`, remarks),
    }),
  });
}

/** HACT has no code for any other trade: `SP` stands there, and the trade itself in CustomCode, as live councils send it. */
export function trade(coded: Coded): JsonObject {
  const { code, label } = coded.raw;
  const known = hactCode(TRADES, coded) ?? 'SP';
  return present({ Code: known, CustomCode: code === known ? undefined : code, CustomName: label });
}

function listed(
  code: string | undefined,
  list: ReadonlySet<string> | undefined,
  path: string,
  remarks: Remarks,
): string | undefined {
  if (code === undefined || list?.has(code) === true) return code;
  return remarks.leaveOut(
    path,
    list ? 'a code that is not one of HACT' : 'a code that cannot be compared without the schemas',
  );
}
