import { uniqueToldDeadlines, type ClockFact, type ToldDeadline } from './clock-fact.js';
import type { DueEntity, InUse, Witness } from './clock-port.js';
import { isOpen, publishedDeadline, type Deadline } from './deadline.js';
import { deadlinesOf } from './evaluate.js';
import { evidenceFields } from './evidence.js';
import type { DeadlineRules } from './rule.js';
import { canonicalJson, isObject, type JsonValue } from '#libs/model/json.js';

/** `wait`: for evidence. `not-yet`: the systems are not live. `done`: nothing is open, until the entity changes. */
export type NoFactReason = 'wait' | 'not-yet' | 'done';
export type ClockDecision = ClockFact | NoFactReason;

/** What the clock sees beside the entity. */
export interface ClockView {
  readonly witnesses: readonly Witness[];
  readonly rules: DeadlineRules;
  readonly inUse: InUse;
  /** ISO. */
  readonly now: string;
}

/**
 * What the clock has to say of an entity now: only what changes a deadline, and then that the change was published. It is silent as long
 * as a stream that speaks of the entity is in its first read, or not live yet.
 */
export function clockDecision(entity: DueEntity, sight: ClockView): ClockDecision {
  const { witnesses, rules, now } = sight;
  const own = witnesses.filter((it) => entity.streams.includes(it.id));
  if (own.some((it) => (it.asked && it.backfilledAt === undefined) || (it.goLiveAt ?? '') > now))
    return 'not-yet';
  const before = entity.lastFact?.toldDeadlines ?? [];
  const told = uniqueToldDeadlines([...before, ...published(entity)]);
  const fact: ClockFact = {
    at: after(entity.lastFact?.at, now),
    readTo: readTo(entity, sight),
    ...since(own, sight.inUse),
    toldDeadlines: told,
  };
  const deadlines = deadlinesOf(entity.kind, entity.main, rules, fact);
  if (!same(deadlines, entity.main['deadlines']) || told.length > before.length) return fact;
  return deadlines.some(isOpen) ? 'wait' : 'done';
}

/** Its words are in the order of their instants: each is later than the one before, whatever the clocks of two machines say. */
const after = (said: string | undefined, now: string): string =>
  said === undefined || said < now ? now : new Date(Date.parse(said) + 1).toISOString();

/** What was due before the systems were live, or a rule was in use, rings nothing. */
function since(own: readonly Witness[], inUse: InUse): Pick<ClockFact, 'ringsFrom' | 'inUse'> {
  const [first] = Object.values(inUse).sort();
  const live = own.flatMap((it) => [it.goLiveAt ?? [], it.backfilledAt ?? []].flat());
  const ringsFrom = [...live, first ?? []].flat().sort().at(-1);
  if (ringsFrom === undefined) return {};
  const later = Object.fromEntries(Object.entries(inUse).filter(([, it]) => it > ringsFrom));
  return Object.keys(later).length === 0 ? { ringsFrom } : { ringsFrom, inUse: later };
}

/** How far each field that holds evidence has been heard: by the one of its streams that lags most. A refused record is not heard. */
function readTo({ kind, refusing }: DueEntity, { witnesses, rules }: ClockView): ClockFact['readTo'] {
  const fields = evidenceFields(
    rules.rules.flatMap((it) => [...it.metBy.evidence, ...Object.values(it.disappliedBy)]),
  );
  return Object.fromEntries(
    fields.flatMap((field) => {
      const tellers = witnesses.filter(
        ({ says }) => says.includes(`${kind}.${field}`) || says.includes(`*.${field}`),
      );
      const heard = tellers.map((it) => (it.refusing || refusing.includes(it.id) ? '' : (it.readTo ?? '')));
      const [least] = heard.sort();
      return least === undefined ? [] : [[field, least]];
    }),
  );
}

const same = (deadlines: readonly Deadline[], before: JsonValue | undefined): boolean =>
  canonicalJson(deadlines.map(publishedDeadline)) === canonicalJson(before ?? []);

/** What stands in the document as overdue or missed: what is only about to be said may be met before it is. */
function published({ main }: DueEntity): readonly ToldDeadline[] {
  const all = main['deadlines'];
  if (!Array.isArray(all)) return [];
  return (all as readonly JsonValue[])
    .filter(isObject)
    .flatMap(({ ref, state, dueAt, quiet }) =>
      (state === 'overdue-unconfirmed' || state === 'missed') && isObject(dueAt) && quiet !== true
        ? [{ ref: String(ref), dueAt: String(dueAt['at']) }]
        : [],
    );
}
