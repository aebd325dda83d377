import { canonicalJson, type JsonObject } from '#libs/model/json.js';
import {
  newRemarks,
  personalHalf,
  type ElementOf,
  type Exported,
  type HactSettings,
  type OrderFile,
  type Remarks,
} from './export.js';
import { operatives } from './job-update.js';
import { statusUpdates } from './job-status-updates.js';
import { orderNumber } from './order-number.js';
import { hactReference, present } from './values.js';
import { rateItem, workElement } from './work-element.js';

const DONE: ReadonlySet<string> = new Set(['completed', 'closed']);

/**
 * The order as HACT's WorkOrderComplete: one document on what was done. An order that nobody calls completed lacks that, as `missing`
 * says.
 */
export function toWorkOrderComplete(file: OrderFile, settings: HactSettings = {}): Exported {
  const { main: order, followOns } = file;
  const remarks = newRemarks();
  if (!isComplete(file)) remarks.missing('', 'the order is not completed');
  const done = (order.tasks ?? []).filter(
    ({ completedAt, status }) => completedAt !== undefined || DONE.has(status?.value ?? ''),
  );
  const document = present({
    WorkOrderReference: orderNumber(file, settings, 'WorkOrderReference', remarks),
    BillOfMaterialItem: (order.materials ?? []).flatMap((material, index) =>
      ofMaterial(material, file, settings, `BillOfMaterialItem[${index}]`, remarks),
    ),
    CompletedWorkElements: done.map((task, index) =>
      workElement(task, file, settings, `CompletedWorkElements[${index}]`, remarks),
    ),
    OperativesUsed: operativesUsed(file, remarks),
    JobStatusUpdates: statusUpdates(file, settings, remarks),
    FollowOnWorkOrderReference: followOns.flatMap(({ references = [] }) => {
      const same = references.filter(({ scheme }) => scheme === settings.number?.scheme);
      return (same.length > 0 ? same : references).map(hactReference);
    }),
  });
  return remarks.with([document]);
}

const isComplete = ({ main: { status, completedAt, jobUpdates = [] } }: OrderFile): boolean =>
  completedAt !== undefined ||
  DONE.has(status?.value ?? '') ||
  jobUpdates.some(({ type }) => type?.value === 'completed');

function ofMaterial(
  material: ElementOf<'materials'>,
  { personal }: OrderFile,
  settings: HactSettings,
  path: string,
  remarks: Remarks,
): JsonObject[] {
  const name = personalHalf(material, personal?.materials)?.description;
  if (material.code !== undefined || name !== undefined)
    return [rateItem(material, name, settings, path, remarks)];
  remarks.leaveOut(path, 'material without a code or a description');
  return [];
}

const CAME_TO_NOTHING: ReadonlySet<string> = new Set(['no-access', 'cancelled']);

/** Everybody who did work on a visit, each once. */
function operativesUsed({ main, personal }: OrderFile, remarks: Remarks): JsonObject[] {
  const visits = main.visits ?? [];
  const used = new Map<string, JsonObject>();
  for (const visit of visits) {
    const { outcome, operativeRefs } = visit;
    const names = personalHalf(visit, personal?.visits)?.operativeNames;
    const word = outcome?.value ?? '';
    if (CAME_TO_NOTHING.has(word)) {
      if (operativeRefs !== undefined || names !== undefined)
        remarks.leaveOut('OperativesUsed', `operatives of a visit that came to nothing (${word})`);
      continue;
    }
    for (const operative of operatives(operativeRefs, names, 'OperativesUsed', remarks)) {
      const key = canonicalJson(operative['Identification'] ?? operative['NameFull']);
      used.set(key, { ...used.get(key), ...operative });
    }
  }
  return [...used.values()];
}
