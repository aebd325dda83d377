import type { Feed } from '../housing/codes.js';

/** What a contractor tells of a job. Structure follows HACT UKHDS JobStatusUpdate. */
export interface StatusUpdate {
  readonly order: string;
  /** HACT JobStatusUpdateTypeCode; the verb of code 0 is `other`. */
  readonly type: string;
  readonly other?: string;
  /** EventTime as it is sent, with its offset. */
  readonly at: string;
  /** The landlord's number of the task, where one is named. */
  readonly task?: string;
  readonly comments?: string;
  readonly operatives?: readonly string[];
  readonly sor?: string;
  readonly feed: Exclude<Feed, 'none'>;
  /** Why it must become a dead letter, where it must. */
  readonly fault?: 'unknown-type' | 'unreadable-date';
}

/**
 * The JSON that is posted. Most contractors write PascalCase, as the standard does; one writes camelCase, numbers for
 * codes and a number of its own for each delivery, as a live council's contractors do.
 */
export function jsonOf(update: StatusUpdate, messageId: string): string {
  const document = prune({
    Reference: update.feed === 'camel' ? { ID: messageId } : undefined,
    RelatedWorkOrderReference: { ID: update.order },
    RelatedWorkElementReference: update.task === undefined ? undefined : [{ ID: update.task }],
    EventTime: update.at,
    TypeCode: update.feed === 'camel' && /^\d+$/.test(update.type) ? Number(update.type) : update.type,
    OtherType: update.other,
    OperativesAssigned: update.operatives?.map((NameFull, n) => ({
      Identification: { Type: 'OPID', Number: String(100_001 + n) },
      NameFull,
    })),
    Comments: update.comments,
    MoreSpecificSORCode:
      update.sor === undefined
        ? undefined
        : {
            RateScheduleItem: [{ CustomCode: update.sor, Quantity: { Amount: [1] } }],
            Trade: [{ Code: 'SP' }],
          },
  });
  return JSON.stringify(update.feed === 'camel' ? camel(document) : document);
}

const prune = (from: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(from).filter(([, value]) => value !== undefined));

function camel(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(camel);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [
      name === 'ID'
        ? 'id'
        : name === 'MoreSpecificSORCode'
          ? 'moreSpecificSORCode'
          : name.charAt(0).toLowerCase() + name.slice(1),
      camel(inner),
    ]),
  );
}
