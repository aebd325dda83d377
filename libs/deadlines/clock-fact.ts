import { isObject, type JsonObject, type JsonValue } from '#libs/model/json.js';

/** The connector that the clock speaks as. */
export const CLOCK = { connector: 'lintel-clock', stream: 'deadlines', system: 'lintel' } as const;

/** The field of its contributions. It is folded away: what is published is what follows from it, in `deadlines`. */
const FIELD = 'clock';

/** What was published as overdue or missed, so that a late correction can be seen as one. */
export interface ToldDeadline {
  readonly ref: string;
  readonly dueAt: string;
}

/** What the clock says of one entity: how late it is, and how far the systems have been heard. Instants are ISO in UTC. */
export interface ClockFact {
  readonly at: string;
  /** Field → instant up to which every stream that may say it has been read, '' where one never was. Absent: no stream says it. */
  readonly readTo: Readonly<Record<string, string>>;
  /** What was due before this rings nothing: the systems were not live yet. */
  readonly ringsFrom?: string;
  /** Rule id → since when it is in use, where that is later: what was due before under it rings nothing. */
  readonly inUse?: Readonly<Record<string, string>>;
  /** Hash of the rules that it was said under; absent: of those in force. */
  readonly rules?: string;
  readonly toldDeadlines: readonly ToldDeadline[];
}

/** Was this deadline published as overdue or missed? */
export const isTold = (
  clock: ClockFact | undefined,
  { ref, dueAt }: { readonly ref: string; readonly dueAt?: string },
): boolean => clock?.toldDeadlines.some((it) => it.ref === ref && it.dueAt === dueAt) === true;

/** Each once. */
export const uniqueToldDeadlines = (told: readonly ToldDeadline[]): readonly ToldDeadline[] =>
  [...new Map(told.map((it) => [`${it.ref} ${it.dueAt}`, it])).entries()]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, it]) => it);

export const isFromClock = (it: { readonly connector: string }): boolean => it.connector === CLOCK.connector;

export const factFields = (fact: ClockFact, rules: string): JsonObject => ({
  [FIELD]: {
    at: fact.at,
    rules,
    readTo: { ...fact.readTo },
    told: fact.toldDeadlines.map((it) => ({ ...it })),
    ...(fact.ringsFrom === undefined ? {} : { ringsFrom: fact.ringsFrom }),
    ...(fact.inUse === undefined ? {} : { inUse: { ...fact.inUse } }),
  },
});

/** The newest of what the clock said of an entity (more than one after a merge); all that was told stays told. */
export function newestClockFact(
  accepted: readonly { readonly connector: string; readonly fields: JsonObject }[],
): ClockFact | undefined {
  const facts = accepted
    .filter(isFromClock)
    .flatMap(({ fields }) => (isObject(fields[FIELD]) ? [read(fields[FIELD])] : []))
    .sort((a, b) => (a.at < b.at ? -1 : 1));
  const newest = facts.at(-1);
  return newest && { ...newest, toldDeadlines: uniqueToldDeadlines(facts.flatMap((it) => it.toldDeadlines)) };
}

function read(fact: JsonObject): ClockFact {
  const told: readonly JsonValue[] = Array.isArray(fact['told']) ? fact['told'] : [];
  return {
    at: String(fact['at']),
    readTo: (isObject(fact['readTo']) ? fact['readTo'] : {}) as Readonly<Record<string, string>>,
    toldDeadlines: told
      .filter(isObject)
      .map((it) => ({ ref: String(it['ref']), dueAt: String(it['dueAt']) })),
    ...(isObject(fact['inUse']) ? { inUse: fact['inUse'] as Readonly<Record<string, string>> } : {}),
    ...(typeof fact['rules'] === 'string' ? { rules: fact['rules'] } : {}),
    ...(typeof fact['ringsFrom'] === 'string' ? { ringsFrom: fact['ringsFrom'] } : {}),
  };
}
