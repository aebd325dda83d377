import { isObject, type JsonObject, type JsonValue } from '#libs/model/json.js';
import type { EntityKind } from '#libs/model/kinds.js';
import type { AcceptedContribution } from './accepted-contribution.js';
import { ofInvoice } from './invoice-flags.js';
import { instantOrder } from './order.js';

const DONE = new Set(['completed', 'closed']);

/** Flags for what is odd about an entity, sorted. Odd things happen: they are shown, and nothing is dropped for them. */
export function oddMoves(
  kind: EntityKind,
  fields: JsonObject,
  accepted: readonly AcceptedContribution[],
): readonly string[] {
  switch (kind) {
    case 'work-order':
      return ofWorkOrder(fields);
    case 'invoice':
      return ofInvoice(fields, accepted);
    case 'hazard-case':
      return ofHazardCase(fields);
    case 'request':
    case 'property':
      return [];
    default:
      return kind satisfies never;
  }
}

function ofWorkOrder(fields: JsonObject): readonly string[] {
  const raised = instant(fields['raisedAt']);
  const completed = instant(fields['completedAt']);
  const cancelled = instant(fields['cancelledAt']);
  const words = list(fields['statusHistory']).map((item) => word(item['status']));
  const firstDone = words.findIndex((status) => DONE.has(status));
  const flags: string[] = [];
  if (completed && cancelled) flags.push('completed-and-cancelled');
  if (raised && completed && completed < raised) flags.push('completed-before-raised');
  const attended = instant(fields['attendedAt']);
  if (completed && attended && completed < attended) flags.push('completed-before-attended');
  if (firstDone !== -1 && words.slice(firstDone).some((status) => status !== '' && !DONE.has(status)))
    flags.push('reopened');
  return flags;
}

function ofHazardCase(fields: JsonObject): readonly string[] {
  const aware = instant(fields['awareAt']);
  const flags: string[] = [];
  const investigations = list(fields['investigations']);
  const concluded = new Map(investigations.map((it) => [it['ref'], instant(it['concludedAt'])]));
  if (aware && investigations.some((it) => (instant(it['startedAt']) ?? aware) < aware))
    flags.push('investigated-before-aware');
  const early = list(fields['summaries']).some((summary) => {
    const end = concluded.get(summary['investigation']);
    return end !== undefined && (instant(summary['sentAt']) ?? end) < end;
  });
  if (early) flags.push('summary-before-conclusion');
  return flags;
}

const list = (value: JsonValue | undefined): readonly JsonObject[] =>
  Array.isArray(value) ? (value as readonly JsonValue[]).filter(isObject) : [];
const instant = (value: JsonValue | undefined): string | undefined =>
  isObject(value) && typeof value['at'] === 'string' ? instantOrder(value['at']) : undefined;
const word = (value: JsonValue | undefined): string =>
  isObject(value) && typeof value['value'] === 'string' ? value['value'] : '';
