import { OUTCOME } from '../housing/codes.js';
import type { VisitRow } from '../housing/tables.js';
import { comment } from '../invented.js';
import {
  DAY,
  HOUR,
  MINUTE,
  addWeekdays,
  outOfTheOddHour,
  sqlText,
  startOfDay,
  type Wall,
} from '../london.js';
import type { Random } from '../random.js';
import type { Numbers } from './numbers.js';
import { noDate, type Order } from './order.js';

/** Morning 08:00–12:00 or afternoon 12:00–17:00. */
export function slotOn(r: Random, day: Wall): { readonly from: Wall; readonly to: Wall } {
  const start = startOfDay(day);
  return r.chance(0.5)
    ? { from: start + 8 * HOUR, to: start + 12 * HOUR }
    : { from: start + 12 * HOUR, to: start + 17 * HOUR };
}

/** The visits of an order: missed ones first, then the one that did the work, or the one that is planned. */
export function inventVisits(
  r: Random,
  numbers: Numbers,
  order: Order,
  now: Wall,
  misses: number,
): VisitRow[] {
  const { created, life } = order;
  const sid = order.row.rmworder_sid ?? 0;
  const visits: VisitRow[] = [];
  const last = life.done ?? life.cancelled ?? addWeekdays(created, r.int(1, 8));
  for (let miss = misses; miss > 0; miss -= 1) {
    const slot = slotOn(r, last - miss * 2 * DAY);
    if (slot.from < created || slot.to > now) continue;
    visits.push(inventVisit(r, numbers, sid, slot, r.chance(0.85) ? OUTCOME.noAccess : OUTCOME.incomplete));
  }
  const slot = slotOn(r, last);
  if (life.done !== undefined)
    visits.push(inventVisit(r, numbers, sid, slot, OUTCOME.completed, life.attended));
  else if (life.cancelled !== undefined) visits.push(inventVisit(r, numbers, sid, slot, OUTCOME.cancelled));
  else visits.push(inventVisit(r, numbers, sid, slot, undefined));
  return visits;
}

export function inventVisit(
  r: Random,
  numbers: Numbers,
  order: number,
  slot: { readonly from: Wall; readonly to: Wall },
  outcome: string | undefined,
  attended?: Wall,
): VisitRow {
  const made = outcome !== undefined && outcome !== OUTCOME.cancelled;
  const actual = attended ?? outOfTheOddHour(slot.from + r.int(0, 200) * MINUTE);
  return {
    visit_sid: numbers.visit(),
    reference_sid: order,
    reference_table: 'rmworder',
    visit_prop_appointment: sqlText(slot.from),
    visit_prop_end: sqlText(slot.to),
    visit_actual: made ? sqlText(actual) : noDate(r),
    visit_carded: outcome === OUTCOME.noAccess && r.chance(0.8),
    visit_success: outcome === OUTCOME.completed,
    visit_outcome: outcome ?? r.pick(['', undefined]),
    visit_outcometype: made ? 'VIS' : '',
    visit_reason: '',
    visit_comment: outcome === undefined ? undefined : r.chance(0.6) ? comment(r, 'visit-comment') : '',
  };
}
