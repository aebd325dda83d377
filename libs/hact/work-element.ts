import type { JsonObject } from '#libs/model/json.js';
import { hactCode, TRADES, type Coded } from './hact-codes.js';
import { personalHalf, type ElementOf, type HactSettings, type OrderFile, type Remarks } from './export.js';
import { elementReference, exactNumber, listOf, present, someOf } from './values.js';

type Task = ElementOf<'tasks'>;
type Rate = NonNullable<Task['rates']>[number];

/**
 * A line of the order as HACT's WorkElement. HACT requires a rate in each: a line without one is `missing`. `path`: where it stands, for
 * remarks.
 */
export function workElement(
  task: Task,
  { personal }: OrderFile,
  settings: HactSettings,
  path: string,
  remarks: Remarks,
): JsonObject {
  const { rates = [], serviceCharge, capital } = task;
  const [only, ...others] = rates;
  const personalPart = personalHalf(task, personal?.tasks);
  const single = others.length === 0;
  if (only === undefined)
    remarks.missing(`${path}.RateScheduleItem`, 'the line of the order has no code of a schedule of rates');
  if (!single && personalPart?.description !== undefined)
    remarks.leaveOut(`${path}.RateScheduleItem`, 'a description of a line with several rates');
  return present({
    Reference: elementReference(task),
    RateScheduleItem: rates.map((rate, index) =>
      rateItem(
        single && rate.quantity === undefined && task.quantity !== undefined
          ? { ...rate, quantity: task.quantity }
          : rate,
        single ? personalPart?.description : undefined,
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

/**
 * A rate as HACT's RateScheduleItem. Its code is always the landlord's own: the M3NHF price book is licensed, and its codes are not known
 * here.
 */
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

/** A trade as HACT writes it. A trade without a HACT code is `SP`, with the system's code in CustomCode, as live councils send it. */
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
