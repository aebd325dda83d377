import type { JsonObject } from '#libs/model/json.js';
import type { ChangeKind, EntityKind } from '#libs/model/kinds.js';
import { appointed, bookingMoved } from './bookings.js';
import { appeared, hasField, more, newly, codedWord, type MainDocument } from './document-fields.js';

/** Did this change happen between the two documents? `before` is undefined where the entity is new. */
export type ChangeRule = (before: MainDocument, after: JsonObject) => boolean;
/** The rules of one kind of entity. */
export type ChangeRules = Readonly<Partial<Record<ChangeKind, ChangeRule>>>;

const either =
  (...rules: readonly ChangeRule[]): ChangeRule =>
  (before, after) =>
    rules.some((rule) => rule(before, after));

const became =
  (state: (document: MainDocument) => boolean): ChangeRule =>
  (before, after) =>
    state(after) && !state(before);

/** The work was done. A `closed` order is not always complete: it may have been cancelled, or written off. */
const complete = (document: MainDocument): boolean =>
  hasField(document, 'completedAt') || codedWord(document?.['status']) === 'completed';
const done = (document: MainDocument): boolean =>
  complete(document) || codedWord(document?.['status']) === 'closed';
const cancelled = (document: MainDocument): boolean =>
  hasField(document, 'cancelledAt') || codedWord(document?.['status']) === 'cancelled';
const onHold = (document: MainDocument): boolean => codedWord(document?.['status']) === 'on-hold';
const shut = (document: MainDocument): boolean =>
  hasField(document, 'closedAt') || ['closed', 'advice'].includes(codedWord(document?.['status']));
const outcome =
  (...words: readonly string[]) =>
  (item: JsonObject): boolean =>
    words.includes(codedWord(item['outcome']));

/** What was over is open again. An order that was cancelled meanwhile is not reopened. */
const reopened =
  (over: (document: MainDocument) => boolean): ChangeRule =>
  (before, after) =>
    (over(before) && !over(after) && !cancelled(after)) ||
    (after['reopened'] === true && before?.['reopened'] !== true);

/** The contractor sent an update of this type (HACT update types). */
const contractorReported = (type: string): ChangeRule =>
  newly('jobUpdates', (update) => codedWord(update['type']) === type);

const hazardAsserted: ChangeRule = newly('hazards', () => true);

/** The deadline came into this state. A quiet one was due before the systems were live, and rings for nobody. */
const rings =
  (state: string) =>
  (deadline: JsonObject): boolean =>
    deadline['state'] === state && deadline['quiet'] !== true;
const deadlines: ChangeRules = {
  'deadline-near': newly('deadlines', rings('near')),
  'deadline-missed': newly('deadlines', rings('missed')),
};

const CREDITS: readonly unknown[] = ['credit-note', 'self-billed-credit-note'];
const credits = (document: JsonObject): boolean => CREDITS.includes(document['type']);

/**
 * Kind of entity → the changes that its events can tell of. A booking may be read before its order: then the order is `appointed` first,
 * and `ordered` when a record of the system that raised it comes.
 */
export const CHANGE_RULES: Readonly<Record<EntityKind, ChangeRules>> = {
  request: {
    reported: appeared('reportedAt'),
    'hazard-asserted': hazardAsserted,
    completed: became((document) => shut(document) && !cancelled(document)),
    reopened: reopened(shut),
    cancelled: became(cancelled),
  },
  'work-order': {
    ordered: appeared('raisedAt'),
    'hazard-asserted': hazardAsserted,
    appointed,
    moved: bookingMoved,
    attended: either(
      appeared('attendedAt'),
      newly('visits', (visit) => hasField(visit, 'attendedAt')),
      newly('appointments', (booking) => hasField(booking, 'keptAt')),
    ),
    'no-access': either(newly('visits', outcome('no-access')), contractorReported('no-access')),
    varied: either(
      newly('variations', () => true),
      newly('tasks', (task) => task['variation'] === true),
      contractorReported('variation'),
    ),
    suspended: either(
      became(onHold),
      newly('suspensions', (it) => !hasField(it, 'to')),
    ),
    completed: became(complete),
    reopened: reopened(done),
    cancelled: became(cancelled),
    ...deadlines,
  },
  'hazard-case': {
    'hazard-asserted': either(appeared('awareAt'), hazardAsserted),
    'no-access': more('accessAttempts', outcome('no-access', 'refused')),
    completed: became(shut),
    reopened: reopened(shut),
    ...deadlines,
  },
  invoice: {
    invoiced: (before, after) => appeared('number')(before, after) && !credits(after),
    credited: (before, after) => appeared('number')(before, after) && credits(after),
    paid: became((document) => hasField(document, 'paidAt') || codedWord(document?.['status']) === 'paid'),
    cancelled: became(cancelled),
  },
  property: {},
};
