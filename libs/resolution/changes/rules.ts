import type { JsonObject } from '#libs/model/json.js';
import type { ChangeKind, EntityKind } from '#libs/model/kinds.js';
import { appointed, bookingMoved } from './bookings.js';
import { appeared, has, more, newly, codedWord, type Document } from './look.js';

/** Does this change stand between the two documents? */
export type Rule = (before: Document, after: JsonObject) => boolean;
export type Rules = Readonly<Partial<Record<ChangeKind, Rule>>>;

const either =
  (...rules: readonly Rule[]): Rule =>
  (before, after) =>
    rules.some((rule) => rule(before, after));

const became =
  (state: (document: Document) => boolean): Rule =>
  (before, after) =>
    state(after) && !state(before);

/** The work was done. An order that is `closed` is done with, which is not the same: it may have been cancelled, or written off. */
const complete = (document: Document): boolean =>
  has(document, 'completedAt') || codedWord(document?.['status']) === 'completed';
const done = (document: Document): boolean =>
  complete(document) || codedWord(document?.['status']) === 'closed';
const cancelled = (document: Document): boolean =>
  has(document, 'cancelledAt') || codedWord(document?.['status']) === 'cancelled';
const onHold = (document: Document): boolean => codedWord(document?.['status']) === 'on-hold';
const shut = (document: Document): boolean =>
  has(document, 'closedAt') || ['closed', 'advice'].includes(codedWord(document?.['status']));
const outcome =
  (...words: readonly string[]) =>
  (item: JsonObject): boolean =>
    words.includes(codedWord(item['outcome']));

/** What was done is open again. An order that was cancelled in the meantime is not reopened. */
const reopened =
  (over: (document: Document) => boolean): Rule =>
  (before, after) =>
    (over(before) && !over(after) && !cancelled(after)) ||
    (after['reopened'] === true && before?.['reopened'] !== true);

/** A booking that follows the word of the contractor: HACT update types. */
const told = (type: string): Rule => newly('jobUpdates', (update) => codedWord(update['type']) === type);

/** A quiet deadline was due before the systems were live: it rings nothing. */
const rings =
  (state: string) =>
  (deadline: JsonObject): boolean =>
    deadline['state'] === state && deadline['quiet'] !== true;
const deadlines: Rules = {
  'deadline-near': newly('deadlines', rings('near')),
  'deadline-missed': newly('deadlines', rings('missed')),
};

const credits = (document: JsonObject): boolean => document['type'] === 'credit-note';

/**
 * What an event can tell of each kind of entity. A booking may be known before its order: then the order is `appointed` first and
 * `ordered` when the system that raised it speaks.
 */
export const RULES: Readonly<Record<EntityKind, Rules>> = {
  request: {
    reported: appeared('reportedAt'),
    completed: became((document) => shut(document) && !cancelled(document)),
    reopened: reopened(shut),
    cancelled: became(cancelled),
  },
  'work-order': {
    ordered: appeared('raisedAt'),
    appointed,
    moved: bookingMoved,
    attended: either(
      appeared('attendedAt'),
      newly('visits', (visit) => has(visit, 'attendedAt')),
      newly('appointments', (booking) => has(booking, 'keptAt')),
    ),
    'no-access': either(newly('visits', outcome('no-access')), told('no-access')),
    varied: either(
      newly('variations', () => true),
      newly('tasks', (task) => task['variation'] === true),
      told('variation'),
    ),
    suspended: either(
      became(onHold),
      newly('suspensions', (it) => !has(it, 'to')),
    ),
    completed: became(complete),
    reopened: reopened(done),
    cancelled: became(cancelled),
    ...deadlines,
  },
  'hazard-case': {
    'hazard-asserted': either(
      appeared('awareAt'),
      newly('hazards', () => true),
    ),
    'no-access': more('accessAttempts', outcome('no-access', 'refused')),
    completed: became(shut),
    reopened: reopened(shut),
    ...deadlines,
  },
  invoice: {
    invoiced: (before, after) => appeared('number')(before, after) && !credits(after),
    credited: (before, after) => appeared('number')(before, after) && credits(after),
    paid: became((document) => has(document, 'paidAt') || codedWord(document?.['status']) === 'paid'),
    cancelled: became(cancelled),
  },
  property: {},
};
