import { compareText } from '#libs/model/compare-text.js';
import { canonicalJson, type JsonObject } from '#libs/model/json.js';
import { newRemarks, type Exported, type HactSettings, type OrderFile, type Remarks } from './export.js';
import { jobUpdate } from './job-update.js';
import { orderNumber } from './order-number.js';
import { otherUpdates } from './other-updates.js';
import { typeOfWord } from './update-type.js';

/** What became of the order, one document for each thing that somebody told, oldest first. */
export function toJobStatusUpdates(file: OrderFile, settings: HactSettings = {}): Exported {
  const remarks = newRemarks();
  const updates = statusUpdates(file, settings, remarks);
  if (updates.length === 0) return remarks.with([]);
  const number = orderNumber(file, settings, 'RelatedWorkOrderReference', remarks);
  return remarks.with(updates.map((it) => (number ? { RelatedWorkOrderReference: number, ...it } : it)));
}

/**
 * All updates without the order's number. What the contractor told stands; another system's word of the same type and moment is not
 * repeated. `completedAt` is told as an update where nobody else told it: HACT has no other place for it.
 */
export function statusUpdates(
  file: OrderFile,
  settings: HactSettings,
  remarks: Remarks,
): readonly JsonObject[] {
  const told = (file.main.jobUpdates ?? []).map((it, index) =>
    jobUpdate(it, file, settings, `JobStatusUpdates[${index}]`, remarks),
  );
  const known = new Set(told.flatMap((it) => typeAndTime(it) ?? []));
  const others = otherUpdates(file, remarks).filter((it) => !known.has(typeAndTime(it) ?? ''));
  const all = [...told, ...others, ...completion(file, told)];
  return all.sort((a, b) => moment(a) - moment(b) || compareText(canonicalJson(a), canonicalJson(b)));
}

const typeAndTime = (it: JsonObject): string | undefined =>
  it['TypeCode'] === undefined || it['EventTime'] === undefined
    ? undefined
    : canonicalJson([it['TypeCode'], it['OtherType'] ?? '', it['EventTime']]);

/** What has no time comes first. */
const moment = ({ EventTime: time }: JsonObject): number => (typeof time === 'string' ? Date.parse(time) : 0);

function completion({ main }: OrderFile, told: readonly JsonObject[]): readonly JsonObject[] {
  const known = told.some((it) => it['OtherType'] === 'completed' || it['OtherType'] === 'complete');
  return known || main.completedAt === undefined
    ? []
    : [{ EventTime: main.completedAt.at, ...typeOfWord('completed') }];
}
