import { isObject, type JsonObject, type JsonValue } from '../json.js';
import type { EntityKind } from '../kinds.js';

/** Kinds that have deadlines. */
export const TIMED_KINDS = ['work-order', 'hazard-case'] as const satisfies readonly EntityKind[];
export const isTimed = (kind: EntityKind): boolean => (TIMED_KINDS as readonly EntityKind[]).includes(kind);

export interface Hazard {
  readonly ref: string;
  readonly type: string | undefined;
  /** What the law makes of it: emergency, significant, other. */
  readonly severity: string | undefined;
  readonly assertedAt: string | undefined;
  readonly madeSafeAt: string | undefined;
}

export interface Investigation {
  readonly ref: string;
  readonly kind: string | undefined;
  readonly requestedAt: string | undefined;
  readonly startedAt: string | undefined;
  readonly concludedAt: string | undefined;
  readonly outcome: string | undefined;
  readonly worksNeeded: boolean | undefined;
}

export interface Work {
  readonly kind: string | undefined;
  readonly investigation: string | undefined;
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
  readonly works: readonly Work[];
  readonly accommodationOfferedAt: readonly string[];
  readonly madeSafeAt: string | undefined;
  readonly closedReason: string | undefined;
  readonly priority: string | undefined;
  readonly raisedAt: string | undefined;
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
  const right = fields['rightToRepair'];
  return {
    tenure: word(fields['tenure']),
    jurisdiction: word(fields['jurisdiction']),
    awareAt: instant(fields['awareAt']),
    awareSource: source(fields['awareSource']),
    hazards: list(fields['hazards']).map((it) => ({
      ref: text(it['ref']) ?? '',
      type: word(it['hazard']),
      severity: word(it['severity']),
      assertedAt: instant(it['assertedAt']),
      madeSafeAt: instant(it['madeSafeAt']),
    })),
    investigations: list(fields['investigations']).map((it) => ({
      ref: text(it['ref']) ?? '',
      kind: word(it['kind']),
      requestedAt: instant(it['requestedAt']),
      startedAt: instant(it['startedAt']),
      concludedAt: instant(it['concludedAt']),
      outcome: word(it['outcome']),
      worksNeeded: typeof it['worksNeeded'] === 'boolean' ? it['worksNeeded'] : undefined,
    })),
    summaries: list(fields['summaries']).map((it) => ({
      sentAt: instant(it['sentAt']),
      investigation: text(it['investigation']),
    })),
    works: list(fields['works']).map((it) => ({
      kind: word(it['kind']),
      investigation: text(it['investigation']),
      startedAt: instant(it['startedAt']),
      completedAt: instant(it['completedAt']),
    })),
    accommodationOfferedAt: list(fields['decants']).flatMap((it) => instant(it['offeredAt']) ?? []),
    madeSafeAt: instant(fields['madeSafeAt']),
    closedReason: word(fields['closedReason']),
    priority: word(fields['priority']),
    raisedAt: instant(fields['raisedAt']),
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

const list = (value: JsonValue | undefined): readonly JsonObject[] =>
  Array.isArray(value) ? (value as readonly JsonValue[]).filter(isObject) : [];
const text = (value: JsonValue | undefined): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined;
/** A coded field gives its canonical word; an unmapped one gives none (I7). */
const word = (value: JsonValue | undefined): string | undefined =>
  isObject(value) ? text(value['value']) : text(value);
/** Who says so; a code that no table knows still says it. */
const source = (value: JsonValue | undefined): string | undefined =>
  word(value) ?? (isObject(value) && isObject(value['raw']) ? text(value['raw']['code']) : undefined);
const instant = (value: JsonValue | undefined): string | undefined => {
  const at = isObject(value) ? text(value['at']) : text(value);
  return at === undefined || Number.isNaN(Date.parse(at)) ? undefined : new Date(at).toISOString();
};
