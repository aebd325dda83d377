import { isObject, type JsonObject, type JsonValue } from '#libs/model/json.js';

/** The connector, stream and system of the clock's contributions. */
export const CLOCK = { connector: 'lintel-clock', stream: 'deadlines', system: 'lintel' } as const;

/** The one field of a contribution of the clock. It is never published: `deadlines` shows what follows from it. */
const FIELD = 'clock';

/** A deadline that was published as overdue or missed. A later correction of it is shown as one. */
export interface ToldDeadline {
  /** `ref` of the deadline. */
  readonly ref: string;
  /** When it was due, ISO in UTC. A deadline whose due moment moves is another one. */
  readonly dueAt: string;
}

/**
 * What the clock commits about one entity: what time it is, and up to when the systems have been read. Instants are ISO in UTC. The
 * states of the deadlines are not in it; `deadlinesOf` derives them.
 */
export interface ClockFact {
  readonly at: string;
  /**
   * Field → instant up to which every stream that may say the field has been read. '' where one of them was never read. A field that no
   * stream says is absent.
   */
  readonly readTo: Readonly<Record<string, string>>;
  /** What was due before this instant rings nothing, since the systems were not live yet. */
  readonly ringsFrom?: string;
  /** Rule id → since when the rule is in use, where that is later than `ringsFrom`: what was due under it before rings nothing. */
  readonly inUse?: Readonly<Record<string, string>>;
  /** Hash of the rules under which the fact was decided. Absent in a fact that is not stored yet: then the rules in force are meant. */
  readonly rules?: string;
  /** Every deadline of the entity that was ever published as overdue or missed. */
  readonly toldDeadlines: readonly ToldDeadline[];
}

/** Was this deadline published as overdue or missed? */
export const isTold = (
  clock: ClockFact | undefined,
  { ref, dueAt }: { readonly ref: string; readonly dueAt?: string },
): boolean => clock?.toldDeadlines.some((it) => it.ref === ref && it.dueAt === dueAt) === true;

/** Each of these once, in an order that follows from their content alone. */
export const uniqueToldDeadlines = (deadlines: readonly ToldDeadline[]): readonly ToldDeadline[] =>
  [...new Map(deadlines.map((it) => [`${it.ref} ${it.dueAt}`, it])).entries()]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, deadline]) => deadline);

/** Is this a contribution of the clock? */
export const isFromClock = ({ connector }: { readonly connector: string }): boolean =>
  connector === CLOCK.connector;

/** The fields of the contribution that carries a fact. Ledgers hold facts under these names, so they never change. */
export const factFields = (fact: ClockFact, rules: string): JsonObject => ({
  [FIELD]: {
    at: fact.at,
    rules,
    readTo: { ...fact.readTo },
    told: fact.toldDeadlines.map(({ ref, dueAt }) => ({ ref, dueAt })),
    ...(fact.ringsFrom === undefined ? {} : { ringsFrom: fact.ringsFrom }),
    ...(fact.inUse === undefined ? {} : { inUse: { ...fact.inUse } }),
  },
});

/**
 * The newest fact among these contributions; undefined where the clock has none. After a merge there are several: the told deadlines of
 * all of them stay told.
 */
export function newestClockFact(
  contributions: readonly { readonly connector: string; readonly fields: JsonObject }[],
): ClockFact | undefined {
  const facts = contributions
    .filter(isFromClock)
    .flatMap(({ fields }) => (isObject(fields[FIELD]) ? [read(fields[FIELD])] : []))
    .sort((a, b) => (a.at < b.at ? -1 : 1));
  const newest = facts.at(-1);
  return newest && { ...newest, toldDeadlines: uniqueToldDeadlines(facts.flatMap((it) => it.toldDeadlines)) };
}

function read(stored: JsonObject): ClockFact {
  const told: readonly JsonValue[] = Array.isArray(stored['told']) ? stored['told'] : [];
  return {
    at: String(stored['at']),
    readTo: (isObject(stored['readTo']) ? stored['readTo'] : {}) as Readonly<Record<string, string>>,
    toldDeadlines: told
      .filter(isObject)
      .map(({ ref, dueAt }) => ({ ref: String(ref), dueAt: String(dueAt) })),
    ...(isObject(stored['inUse']) ? { inUse: stored['inUse'] as Readonly<Record<string, string>> } : {}),
    ...(typeof stored['rules'] === 'string' ? { rules: stored['rules'] } : {}),
    ...(typeof stored['ringsFrom'] === 'string' ? { ringsFrom: stored['ringsFrom'] } : {}),
  };
}
