import type { JsonObject, JsonValue } from '#libs/model/json.js';
import { at, list } from '../../kit/document.js';
import type { Event } from '../../kit/subscriber.js';
import { heldOf } from './documents.js';

/** Numbers of the orders that are counted. */
export interface Measure {
  readonly within: readonly string[];
  readonly late: readonly string[];
}

export interface Rp02 {
  /** RP02(1). */
  readonly nonEmergency: Measure;
  /** RP02(2). */
  readonly emergency: Measure;
  /** Orders of which the topics do not say enough: shown, never guessed. */
  readonly undecided: readonly string[];
}

/** Instants: from is inside, to is not. */
export interface Year {
  readonly from: string;
  readonly to: string;
}

/**
 * RP02 of the Tenant Satisfaction Measures of the English regulator: of the responsive repairs completed in the reporting year, the
 * share completed within the landlord's target, for emergencies (2) and all others (1). Counted from the topics alone.
 *
 * | counted | why |
 * |---|---|
 * | responsive repairs only | voids, planned, cyclical and inspections are no responsive repairs |
 * | completed in the year, whenever raised | the measure is of completions; what is open, on hold or reopened shows when it is done |
 * | not cancelled, not closed for want of access | nothing was completed |
 * | each order once, by its last completion | a repair that had to be done again was not complete before |
 * | low-cost rented homes and communal parts | homes that are owned (leasehold, shared ownership) and shops are not in the measure |
 * | within: completed not later than `targetAt` | the target as the landlord's own system gave it |
 *
 * The rule as known from the domain's field reference (section 4.3) and public summaries of the technical requirements, not from the
 * regulator's own text: to be checked against it before a figure is submitted.
 */
export function rp02(events: readonly Event[], year: Year): Rp02 {
  const homes = new Map(heldOf(events, 'property').map(({ id, document }) => [id, document]));
  const verdicts = heldOf(events, 'work-order')
    .filter(({ document }) => document['state'] === 'current')
    .map(({ document }) => ({ number: numberOf(document), verdict: verdictOn(document, homes, year) }));
  const of = (verdict: Verdict): readonly string[] =>
    verdicts
      .filter((it) => it.verdict === verdict)
      .map((it) => it.number)
      .sort();
  return {
    nonEmergency: { within: of('other-within'), late: of('other-late') },
    emergency: { within: of('emergency-within'), late: of('emergency-late') },
    undecided: of('undecided'),
  };
}

type Verdict = `${'emergency' | 'other'}-${'within' | 'late'}` | 'out' | 'undecided';

const EMERGENCIES = ['immediate', 'emergency'];
const REPAIRS = [...EMERGENCIES, 'urgent', 'normal'];
const OWNED = ['leasehold', 'shared-ownership', 'commercial'];
const COMMUNAL = ['estate', 'block', 'sub-block', 'facility'];

function verdictOn(order: JsonObject, homes: ReadonlyMap<string, JsonObject>, year: Year): Verdict {
  const [stream, status, priority] = ['workStream', 'status', 'priority'].map((name) =>
    at(order, `${name}.value`),
  );
  if (stream !== undefined && stream !== 'responsive') return 'out';
  const completed = momentOf(order, 'completedAt');
  if (completed === undefined || completed < Date.parse(year.from) || completed >= Date.parse(year.to))
    return 'out';
  if (status !== undefined && status !== 'completed' && status !== 'closed') return 'out';
  const tenure = tenureOf(order, homes);
  if (OWNED.includes(String(tenure))) return 'out';
  if (priority !== undefined && !REPAIRS.includes(String(priority))) return 'out';
  const target = momentOf(order, 'targetAt');
  if ([stream, status, priority, tenure, target].includes(undefined)) return 'undecided';
  const kind = EMERGENCIES.includes(String(priority)) ? 'emergency' : 'other';
  return completed <= (target ?? 0) ? `${kind}-within` : `${kind}-late`;
}

/** The order's own, else that of the home it is at; communal parts have none and count as rented. */
function tenureOf(order: JsonObject, homes: ReadonlyMap<string, JsonObject>): JsonValue | undefined {
  const own = at(order, 'tenure.value');
  if (own !== undefined) return own;
  if (COMMUNAL.includes(String(at(order, 'place.level')))) return 'communal';
  const [home] = list(order, 'links').filter((it) => it['type'] === 'at');
  return at(homes.get(String(home?.['id'])), 'tenure.value');
}

const momentOf = (order: JsonObject, field: string): number | undefined => {
  const instant = at(order, `${field}.at`);
  return typeof instant === 'string' ? Date.parse(instant) : undefined;
};

const numberOf = (order: JsonObject): string =>
  String(list(order, 'references').find((it) => it['scheme'] === 'awk/order')?.['id']);
