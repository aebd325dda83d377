import { isObject, type JsonObject, type JsonValue } from '../json.js';
import type { EntityKind } from '../kinds.js';

/** Kinds that have deadlines. */
export const TIMED_KINDS: readonly EntityKind[] = ['work-order'];
export const isTimed = (kind: string): boolean => kind === 'hazard-case' || kind === 'work-order';

export interface Hazard {
  readonly ref: string;
  readonly type: string | undefined;
  readonly category: string | undefined;
  /** When the landlord became aware of this one, where that is said apart from the case. */
  readonly awareAt: string | undefined;
  readonly awareSource: string | undefined;
}

export interface Investigation {
  readonly ref: string;
  readonly kind: string | undefined;
  readonly requestedAt: string | undefined;
  readonly concludedAt: string | undefined;
  readonly outcome: string | undefined;
  readonly by: string | undefined;
}

export interface Work {
  readonly startedAt: string | undefined;
  readonly completedAt: string | undefined;
}

/** A hazard case or a work order, as far as deadlines read it. Instants are ISO in UTC. All names of model fields stand in this file. */
export interface Subject {
  readonly tenure: string | undefined;
  readonly jurisdiction: string | undefined;
  readonly awareAt: string | undefined;
  readonly awareSource: string | undefined;
  readonly hazards: readonly Hazard[];
  readonly investigations: readonly Investigation[];
  readonly summaries: readonly {
    readonly sentAt: string | undefined;
    readonly investigation: string | undefined;
  }[];
  readonly safetyWorks: readonly Work[];
  readonly supplementaryWorks: readonly Work[];
  readonly accommodationOfferedAt: readonly string[];
  readonly madeSafeAt: string | undefined;
  readonly disapplied: readonly { readonly rule: string; readonly reason: string }[];
  readonly priority: string | undefined;
  readonly raisedAt: string | undefined;
  readonly raisedBy: string | undefined;
  readonly targetAt: string | undefined;
  readonly completedAt: string | undefined;
  readonly attendedAt: readonly string[];
  readonly cancelled: { readonly at: string | undefined } | undefined;
  readonly rightToRepair:
    | { readonly defect: string | undefined; readonly notifiedAt: string | undefined }
    | undefined;
}

/** Reads the fields that are open (none of these is personal). What is absent stays absent. */
export function subjectOf(fields: JsonObject): Subject {
  const provenance = isObject(fields['provenance']) ? fields['provenance'] : {};
  const right = fields['rightToRepair'];
  return {
    tenure: word(fields['tenure']),
    jurisdiction: word(fields['jurisdiction']),
    awareAt: instant(fields['awareAt']),
    awareSource: word(fields['awareSource']),
    hazards: list(fields['hazards']).map((it) => ({
      ref: text(it['ref']) ?? '',
      type: word(it['type']),
      category: word(it['category']),
      awareAt: instant(it['awareAt']),
      awareSource: word(it['awareSource']),
    })),
    investigations: list(fields['investigations']).map((it) => ({
      ref: text(it['ref']) ?? '',
      kind: word(it['kind']),
      requestedAt: instant(it['requestedAt']),
      concludedAt: instant(it['concludedAt']),
      outcome: word(it['outcome']),
      by: Array.isArray(it['by']) ? it['by'].join(', ') : undefined,
    })),
    summaries: list(fields['summaries']).map((it) => ({
      sentAt: instant(it['sentAt']),
      investigation: text(it['investigation']),
    })),
    safetyWorks: list(fields['safetyWorks']).map(work),
    supplementaryWorks: list(fields['supplementaryWorks']).map(work),
    accommodationOfferedAt: list(fields['decants']).flatMap((it) => instant(it['offeredAt']) ?? []),
    madeSafeAt: instant(fields['madeSafeAt']),
    disapplied: list(fields['disapplied']).flatMap((it) => {
      const [rule, reason] = [text(it['rule']), word(it['reason'])];
      return rule === undefined || reason === undefined ? [] : [{ rule, reason }];
    }),
    priority: word(fields['priority']),
    raisedAt: instant(fields['raisedAt']),
    raisedBy: text(provenance['raisedAt']),
    targetAt: instant(fields['targetAt']),
    completedAt: instant(fields['completedAt']),
    attendedAt: [fields['attendedAt'], ...list(fields['visits']).map((it) => it['attendedAt'])].flatMap(
      (it) => instant(it) ?? [],
    ),
    cancelled: cancelled(fields),
    rightToRepair: isObject(right)
      ? { defect: word(right['defect']), notifiedAt: instant(right['notifiedAt']) }
      : undefined,
  };
}

function cancelled(fields: JsonObject): Subject['cancelled'] {
  const at = instant(fields['cancelledAt']);
  return at !== undefined || word(fields['status']) === 'cancelled' ? { at } : undefined;
}

const work = (it: JsonObject): Work => ({
  startedAt: instant(it['startedAt']),
  completedAt: instant(it['completedAt']),
});

const list = (value: JsonValue | undefined): readonly JsonObject[] =>
  Array.isArray(value) ? (value as readonly JsonValue[]).filter(isObject) : [];
const text = (value: JsonValue | undefined): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined;
/** A coded field gives its canonical word; an unmapped one gives none (I7). */
const word = (value: JsonValue | undefined): string | undefined =>
  isObject(value) ? text(value['value']) : text(value);
const instant = (value: JsonValue | undefined): string | undefined => {
  const at = isObject(value) ? text(value['at']) : text(value);
  return at === undefined || Number.isNaN(Date.parse(at)) ? undefined : new Date(at).toISOString();
};
