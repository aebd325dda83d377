import { applies } from './applies.js';
import { UnknownYear } from './calendar/calendar.js';
import { startOf } from './calendar/days.js';
import { isTold, type ClockFact } from './clock-fact.js';
import type { Deadline, DeadlineState } from './deadline.js';
import { evidenceFields, firstAt, metAt, unknownReason } from './evidence.js';
import { dueAt, nearAt } from './limit.js';
import { occasionsOf, type Occasion } from './occasions.js';
import { calendarOf, type DeadlineRule, type DeadlineRules } from './rule.js';
import { isTimed, subjectOf, type TimedSubject } from './subject.js';
import type { JsonObject } from '#libs/model/json.js';
import type { EntityKind } from '#libs/model/kinds.js';

/**
 * The deadlines of an entity, sorted by `ref`; none where entities of its kind have none. A pure function of the fields, the rules in
 * force and the clock's newest fact (I5). The fold calls it for the document, and `clockDecision` calls it to see what a new fact would
 * change. Without a fact everything that is not done yet is `running`: no time has passed. `fields` may be the main document: personal
 * fields are not read. Throws nothing; a due date beyond the calendar gives `applicability-unknown`.
 */
export function deadlinesOf(
  kind: EntityKind,
  fields: JsonObject,
  rules: DeadlineRules,
  clock: ClockFact | undefined,
): readonly Deadline[] {
  if (!isTimed(kind)) return [];
  const subject = subjectOf(fields);
  const found = rules.rules.flatMap((rule) =>
    occasionsOf(rule.trigger, subject).map((occasion) => deadlineOf(rule, rules, subject, occasion, clock)),
  );
  const byRef = new Map(found.map((deadline) => [deadline.ref, deadline]));
  return [...byRef.values()].sort((a, b) => (a.ref < b.ref ? -1 : 1));
}

function deadlineOf(
  rule: DeadlineRule,
  rules: DeadlineRules,
  subject: TimedSubject,
  occasion: Occasion,
  clock: ClockFact | undefined,
): Deadline {
  const { at, by } = occasion;
  const head = {
    ref: occasion.ref === '' ? rule.id : `${rule.id}/${occasion.ref}`,
    rule: rule.id,
    ruleVersion: String(rule.version),
    triggeredBy: by,
    ...(at === undefined ? {} : { triggeredAt: at }),
  };
  const bound = applies(rule, rules, subject, occasion);
  if (bound.does === 'no') return { ...head, state: 'not-applicable', reason: bound.reason };
  if (bound.does === 'unknown') return { ...head, state: 'applicability-unknown', reason: bound.reason };
  const times = timesOf(rule, rules, subject, bound.at);
  if (!times) return { ...head, state: 'applicability-unknown', reason: 'year-not-in-calendar' };
  const met = metAt(rule.metBy, subject, occasion);
  const timed = { ...head, ...times, ...(met === undefined ? {} : metOf(met)) };
  if (met !== undefined && met.at <= times.dueAt) {
    // evidence that does not say when corrects nothing
    const corrected = met.at !== '' && isTold(clock, timed);
    return { ...timed, state: 'met', ...(corrected ? { corrected: true } : {}) };
  }
  const reason = disapplied(rule, subject, occasion, times.dueAt);
  if (reason !== undefined) return { ...timed, state: 'disapplied', reason };
  const doubt = met === undefined ? unknownReason(rule.metBy, subject) : undefined;
  if (doubt !== undefined) return { ...timed, state: 'applicability-unknown', reason: doubt };
  // a fact from other rules knows nothing of a deadline that it did not tell of: the clock will look again
  const knows = clock?.rules === undefined || clock.rules === rules.hash || isTold(clock, timed);
  return {
    ...timed,
    state: stateByClock(rule, times, knows ? clock : undefined),
    ...quiet(rule, times.dueAt, clock),
  };
}

const metOf = ({ at, by }: NonNullable<ReturnType<typeof metAt>>): Partial<Deadline> =>
  at === '' ? { metBy: by, reason: 'time-not-stated' } : { metAt: at, metBy: by };

type Times = Required<Pick<Deadline, 'dueAt' | 'nearAt' | 'dueBy'>> & Pick<Deadline, 'calendarVersion'>;

/** When it is due and when that is near; undefined where the calendar does not reach that far. */
function timesOf(
  rule: DeadlineRule,
  rules: DeadlineRules,
  subject: TimedSubject,
  at: string,
): Times | undefined {
  const calendar = calendarOf(rule, rules);
  const given = rule.given === undefined ? undefined : subject[rule.given];
  try {
    const due = given ?? dueAt(at, rule.limit, calendar);
    return {
      dueAt: due,
      nearAt: nearAt(at, due, rule.limit, calendar, rule.near),
      dueBy: given === undefined ? 'rule' : 'given',
      ...('hours' in rule.limit || given !== undefined ? {} : { calendarVersion: calendar.version }),
    };
  } catch (error) {
    if (error instanceof UnknownYear) return undefined;
    throw error;
  }
}

/** The first reason for which evidence came about in time; undefined where there is none. */
function disapplied(
  rule: DeadlineRule,
  subject: TimedSubject,
  occasion: Occasion,
  due: string,
): string | undefined {
  const [reason] =
    Object.entries(rule.disappliedBy).find(([, evidence]) => {
      const at = firstAt(evidence, subject, occasion);
      return at !== undefined && at <= due;
    }) ?? [];
  return reason;
}

/** `missed` is a grave word: it waits until every stream that could hold the evidence has been read past the due moment. */
function stateByClock(rule: DeadlineRule, times: Times, clock: ClockFact | undefined): DeadlineState {
  if (!clock || clock.at < times.nearAt) return 'running';
  if (clock.at <= times.dueAt) return 'near';
  return isReadPast(rule, times.dueAt, clock.readTo) ? 'missed' : 'overdue-unconfirmed';
}

/**
 * Has all evidence up to the due moment been read? A field that no stream says is not waited for; where no stream says any, nobody knows.
 */
function isReadPast(rule: DeadlineRule, due: string, readTo: ClockFact['readTo']): boolean {
  const evidence = [...rule.metBy.evidence, ...Object.values(rule.disappliedBy)];
  const instants = evidenceFields(evidence).flatMap((field) => readTo[field] ?? []);
  return instants.length > 0 && instants.every((instant) => instant > due);
}

function quiet(rule: DeadlineRule, due: string, clock: ClockFact | undefined): { quiet?: true } {
  const inUse = rule.verifiedOn === undefined ? '' : startOf(rule.verifiedOn);
  const ringsFrom = [inUse, clock?.ringsFrom ?? '', clock?.inUse?.[rule.id] ?? ''];
  return ringsFrom.some((instant) => due < instant) ? { quiet: true } : {};
}
