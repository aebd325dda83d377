import { compareText } from '#libs/model/compare-text.js';
import { canonicalJson, type JsonObject } from '#libs/model/json.js';
import { newRemarks, type Exported, type HactSettings, type OrderFile, type Remarks } from './export.js';
import { jobUpdate } from './job-update.js';
import { orderNumber } from './order-number.js';
import { otherUpdates } from './other-updates.js';
import { typeOfWord } from './update-type.js';

/** The order as HACT's JobStatusUpdates: one document for each thing that somebody reported of it, oldest first; none where nobody did. */
export function toJobStatusUpdates(file: OrderFile, settings: HactSettings = {}): Exported {
  const remarks = newRemarks();
  const updates = statusUpdates(file, settings, remarks);
  if (updates.length === 0) return remarks.with([]);
  const number = orderNumber(file, settings, 'RelatedWorkOrderReference', remarks);
  return remarks.with(
    updates.map((update) => (number ? { RelatedWorkOrderReference: number, ...update } : update)),
  );
}

/**
 * All updates of the order, oldest first, without the order's number. The contractor's own come first: an update of another system with
 * the same type and time is left out. Where no update reports the completion, `completedAt` becomes one, since HACT has no other place
 * for it.
 */
export function statusUpdates(
  file: OrderFile,
  settings: HactSettings,
  remarks: Remarks,
): readonly JsonObject[] {
  const fromContractor = (file.main.jobUpdates ?? []).map((update, index) =>
    jobUpdate(update, file, settings, `JobStatusUpdates[${index}]`, remarks),
  );
  const known = new Set(fromContractor.flatMap((it) => typeAndTime(it) ?? []));
  const others = otherUpdates(file, remarks).filter((it) => !known.has(typeAndTime(it) ?? ''));
  const all = [...fromContractor, ...others, ...completion(file, fromContractor)];
  return all.sort((a, b) => moment(a) - moment(b) || compareText(canonicalJson(a), canonicalJson(b)));
}

const typeAndTime = ({
  TypeCode: type,
  OtherType: otherType,
  EventTime: time,
}: JsonObject): string | undefined =>
  type === undefined || time === undefined ? undefined : canonicalJson([type, otherType ?? '', time]);

/** For sorting: an update without a time comes first. */
const moment = ({ EventTime: time }: JsonObject): number => (typeof time === 'string' ? Date.parse(time) : 0);

function completion({ main }: OrderFile, updates: readonly JsonObject[]): readonly JsonObject[] {
  const known = updates.some((it) => it['OtherType'] === 'completed' || it['OtherType'] === 'complete');
  return known || main.completedAt === undefined
    ? []
    : [{ EventTime: main.completedAt.at, ...typeOfWord('completed') }];
}
