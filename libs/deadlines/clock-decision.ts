import { uniqueToldDeadlines, type ClockFact, type ToldDeadline } from './clock-fact.js';
import type { DueEntity, InUse, Witness } from './clock-port.js';
import { isOpen, publishedDeadline, type Deadline } from './deadline.js';
import { deadlinesOf } from './evaluate.js';
import { evidenceFields } from './evidence.js';
import type { DeadlineRules } from './rule.js';
import { canonicalJson, isObject, type JsonValue } from '#libs/model/json.js';

/**
 * Why the clock commits nothing about an entity now. `wait`: a deadline is open and waits for time or evidence. `not-yet`: a stream of
 * the entity is in its first read or not live. `done`: no deadline is open until the entity changes.
 */
export type NoFactReason = 'wait' | 'not-yet' | 'done';
/** A fact to commit, or why there is none. */
export type ClockDecision = ClockFact | NoFactReason;

/** What the clock knows beside the entity: the same for all entities of one look. */
export interface ClockView {
  readonly witnesses: readonly Witness[];
  readonly rules: DeadlineRules;
  readonly inUse: InUse;
  /** ISO in UTC. */
  readonly now: string;
}

/**
 * Decides what the clock commits about one entity now. `tick` calls it for every due entity, commits the facts and postpones the others.
 * A pure function. There is a fact only where it changes a deadline of the document, or where a deadline was published as overdue or
 * missed since the last fact. However often the clock looks, an entity whose deadlines do not change gets no further fact.
 */
export function clockDecision(entity: DueEntity, view: ClockView): ClockDecision {
  const { witnesses, rules, now } = view;
  const ownStreams = witnesses.filter((it) => entity.streams.includes(it.id));
  if (ownStreams.some((it) => isReadingFirst(it) || (it.goLiveAt ?? '') > now)) return 'not-yet';
  const toldBefore = entity.lastFact?.toldDeadlines ?? [];
  const toldDeadlines = uniqueToldDeadlines([...toldBefore, ...publishedLate(entity)]);
  const fact: ClockFact = {
    at: laterThan(entity.lastFact?.at, now),
    readTo: readTo(entity, view),
    ...ringingSince(ownStreams, view.inUse),
    toldDeadlines,
  };
  const deadlines = deadlinesOf(entity.kind, entity.main, rules, fact);
  const isNews = !arePublished(deadlines, entity) || toldDeadlines.length > toldBefore.length;
  if (isNews) return fact;
  return deadlines.some(isOpen) ? 'wait' : 'done';
}

const isReadingFirst = ({ asked, backfilledAt }: Witness): boolean => asked && backfilledAt === undefined;

/**
 * Facts about an entity are ordered by their time. The clocks of two machines differ, so a new fact is at least 1 ms later than the last.
 */
const laterThan = (last: string | undefined, now: string): string =>
  last === undefined || last < now ? now : new Date(Date.parse(last) + 1).toISOString();

/**
 * From when on deadlines ring: since the last of the entity's streams is live and the first rule is in use; of later rules, since they
 * are.
 */
function ringingSince(ownStreams: readonly Witness[], inUse: InUse): Pick<ClockFact, 'ringsFrom' | 'inUse'> {
  const [firstRule = []] = Object.values(inUse).sort();
  const live = ownStreams.flatMap((it) => [it.goLiveAt ?? [], it.backfilledAt ?? []].flat());
  const ringsFrom = [...live, firstRule].flat().sort().at(-1);
  if (ringsFrom === undefined) return {};
  const later = Object.fromEntries(Object.entries(inUse).filter(([, since]) => since > ringsFrom));
  return Object.keys(later).length === 0 ? { ringsFrom } : { ringsFrom, inUse: later };
}

/**
 * Up to when each field that may hold evidence has been read: by the stream that is furthest behind. A stream with an open dead letter
 * that may be about the entity counts as never read.
 */
function readTo({ kind, refusing }: DueEntity, { witnesses, rules }: ClockView): ClockFact['readTo'] {
  const fields = evidenceFields(
    rules.rules.flatMap((rule) => [...rule.metBy.evidence, ...Object.values(rule.disappliedBy)]),
  );
  return Object.fromEntries(
    fields.flatMap((field) => {
      const streams = witnesses.filter(
        ({ says }) => says.includes(`${kind}.${field}`) || says.includes(`*.${field}`),
      );
      const instants = streams.map((stream) =>
        stream.refusing || refusing.includes(stream.id) ? '' : (stream.readTo ?? ''),
      );
      const [earliest] = instants.sort();
      return earliest === undefined ? [] : [[field, earliest]];
    }),
  );
}

const arePublished = (deadlines: readonly Deadline[], { main }: DueEntity): boolean =>
  canonicalJson(deadlines.map(publishedDeadline)) === canonicalJson(main['deadlines'] ?? []);

/**
 * Deadlines that the document shows as overdue or missed. One that the new fact would make so may still be met before that is published.
 */
function publishedLate({ main }: DueEntity): readonly ToldDeadline[] {
  const deadlines = main['deadlines'];
  if (!Array.isArray(deadlines)) return [];
  return (deadlines as readonly JsonValue[])
    .filter(isObject)
    .flatMap(({ ref, state, dueAt, quiet }) =>
      (state === 'overdue-unconfirmed' || state === 'missed') && isObject(dueAt) && quiet !== true
        ? [{ ref: String(ref), dueAt: String(dueAt['at']) }]
        : [],
    );
}
