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
 * The deadlines of an entity: a pure function of its fields, the rules in force and what the clock said last (I5). Without a word of
 * the clock all that is not done yet is `running`.
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
  const byRef = new Map(found.map((it) => [it.ref, it]));
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
    // only what says when can correct
    const corrected = met.at !== '' && isTold(clock, timed);
    return { ...timed, state: 'met', ...(corrected ? { corrected: true } : {}) };
  }
  const reason = disapplied(rule, subject, occasion, times.dueAt);
  if (reason !== undefined) return { ...timed, state: 'disapplied', reason };
  const doubt = met === undefined ? unknownReason(rule.metBy, subject) : undefined;
  if (doubt !== undefined) return { ...timed, state: 'applicability-unknown', reason: doubt };
  // what was said under other rules says nothing of a deadline that it did not know: the clock will look at it anew
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

/** Undefined where the calendar does not reach that far. */
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

/** The reason for which there is evidence that came about in time. */
function disapplied(
  rule: DeadlineRule,
  subject: TimedSubject,
  occasion: Occasion,
  due: string,
): string | undefined {
  const [reason] =
    Object.entries(rule.disappliedBy).find(([, word]) => {
      const at = firstAt(word, subject, occasion);
      return at !== undefined && at <= due;
    }) ?? [];
  return reason;
}

/** `missed` is a grave word: only once every stream that could say otherwise has been read past the due moment. */
function stateByClock(rule: DeadlineRule, times: Times, clock: ClockFact | undefined): DeadlineState {
  if (!clock || clock.at < times.nearAt) return 'running';
  if (clock.at <= times.dueAt) return 'near';
  return isReadPast(rule, times.dueAt, clock.readTo) ? 'missed' : 'overdue-unconfirmed';
}

/** A field that no stream ever says is not waited for, unless no stream says any of them: then nobody can know. */
function isReadPast(rule: DeadlineRule, due: string, readTo: ClockFact['readTo']): boolean {
  const words = [...rule.metBy.evidence, ...Object.values(rule.disappliedBy)];
  const read = evidenceFields(words).flatMap((field) => readTo[field] ?? []);
  return read.length > 0 && read.every((it) => it > due);
}

function quiet(rule: DeadlineRule, due: string, clock: ClockFact | undefined): { quiet?: true } {
  const inUse = rule.verifiedOn === undefined ? '' : startOf(rule.verifiedOn);
  const from = [inUse, clock?.ringsFrom ?? '', clock?.inUse?.[rule.id] ?? ''];
  return from.some((it) => due < it) ? { quiet: true } : {};
}
