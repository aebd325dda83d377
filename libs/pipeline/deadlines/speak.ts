import type { ClockFact, Told } from '#libs/canonical/deadlines/clock-fact.js';
import type { DueEntity, Witness } from '#libs/canonical/deadlines/clock-port.js';
import { isOpen, publishedDeadline, type Deadline } from '#libs/canonical/deadlines/deadline.js';
import { deadlinesOf } from '#libs/canonical/deadlines/evaluate.js';
import { evidenceFields } from '#libs/canonical/deadlines/evidence.js';
import type { DeadlineRules } from '#libs/canonical/deadlines/rule.js';
import { canonicalJson, type JsonValue } from '#libs/canonical/json.js';

/** `wait`: for evidence. `not-yet`: the systems are not live. `done`: nothing is open, until the entity changes. */
export type Silence = 'wait' | 'not-yet' | 'done';
export type Word = ClockFact | Silence;

/**
 * What the clock has to say of an entity now: only what changes a deadline. It is silent as long as a stream that speaks of the entity
 * is in its first read, or not live yet.
 */
export function speak(
  entity: DueEntity,
  witnesses: readonly Witness[],
  rules: DeadlineRules,
  now: string,
): Word {
  const own = witnesses.filter((it) => entity.streams.includes(it.id));
  if (own.some((it) => (it.asked && it.backfilledAt === undefined) || (it.goLiveAt ?? '') > now))
    return 'not-yet';
  const live = own.flatMap((it) => [it.goLiveAt ?? [], it.backfilledAt ?? []].flat()).sort();
  const ringsFrom = live.at(-1);
  const fact: ClockFact = {
    at: now,
    readTo: readTo(entity, witnesses, rules),
    ...(ringsFrom === undefined ? {} : { ringsFrom }),
    told: entity.said?.told ?? [],
  };
  const deadlines = deadlinesOf(entity.kind, entity.main, rules, fact);
  if (same(deadlines, entity.main['deadlines'])) return deadlines.some(isOpen) ? 'wait' : 'done';
  return { ...fact, told: told(fact.told, deadlines) };
}

/** How far each field that holds evidence has been heard: by the one of its streams that lags most. */
function readTo(
  { kind }: DueEntity,
  witnesses: readonly Witness[],
  { rules }: DeadlineRules,
): ClockFact['readTo'] {
  const fields = evidenceFields(
    rules.flatMap((it) => [...it.metBy.evidence, ...Object.values(it.disappliedBy)]),
  );
  return Object.fromEntries(
    fields.flatMap((field) => {
      const tellers = witnesses.filter(
        ({ says }) => says.includes(`${kind}.${field}`) || says.includes(`*.${field}`),
      );
      const [least] = tellers.map((it) => it.readTo ?? '').sort();
      return least === undefined ? [] : [[field, least]];
    }),
  );
}

const same = (deadlines: readonly Deadline[], published: JsonValue | undefined): boolean =>
  canonicalJson(deadlines.map(publishedDeadline)) === canonicalJson(published ?? []);

function told(before: readonly Told[], deadlines: readonly Deadline[]): readonly Told[] {
  const now = deadlines.flatMap(({ ref, state, dueAt, quiet }) =>
    (state === 'overdue-unconfirmed' || state === 'missed') && dueAt !== undefined && quiet !== true
      ? [{ ref, dueAt }]
      : [],
  );
  const all = new Map([...before, ...now].map((it) => [`${it.ref} ${it.dueAt}`, it]));
  return [...all.values()].sort((a, b) => (a.ref < b.ref ? -1 : 1));
}
