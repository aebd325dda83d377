import { isObject, type JsonObject, type JsonValue } from '#libs/model/json.js';
import type { EntityKind } from '#libs/model/kinds.js';

/** Kinds of entity that have deadlines. */
export const TIMED_KINDS = ['work-order', 'hazard-case'] as const satisfies readonly EntityKind[];
/** Do entities of this kind have deadlines? */
export const isTimed = (kind: EntityKind): boolean => (TIMED_KINDS as readonly EntityKind[]).includes(kind);

/** An element by its number, and the system whose number it is. */
interface Numbered {
  readonly ref: string;
  readonly system: string | undefined;
}

/** A hazard of a case. Codes are canonical words; undefined where nobody says, or where no table knows the code. */
export interface Hazard extends Numbered {
  readonly type: string | undefined;
  /** `emergency`, `significant` or `other`. */
  readonly severity: string | undefined;
  readonly assertedAt: string | undefined;
  readonly madeSafeAt: string | undefined;
}

/** An investigation of a case. */
export interface Investigation extends Numbered {
  readonly kind: string | undefined;
  readonly requestedAt: string | undefined;
  readonly startedAt: string | undefined;
  readonly concludedAt: string | undefined;
  readonly outcome: string | undefined;
  readonly worksNeeded: boolean | undefined;
}

/** An element that names its investigation, by the number that its own system gave to it or else the only system that has that number. */
export interface OfInvestigation {
  readonly system: string | undefined;
  readonly investigation: string | undefined;
}

/** Work on a hazard. */
export interface HazardWork extends OfInvestigation {
  readonly kind: string | undefined;
  readonly startedAt: string | undefined;
  readonly completedAt: string | undefined;
}

/**
 * A hazard case or a work order, as far as deadlines depend on it. Instants are ISO in UTC; undefined where nobody says. Only this file and
 * `evidence.ts` know the names of model fields.
 */
export interface TimedSubject {
  readonly tenure: string | undefined;
  readonly jurisdiction: string | undefined;
  readonly awareAt: string | undefined;
  readonly awareSource: string | undefined;
  readonly hazards: readonly Hazard[];
  readonly investigations: readonly Investigation[];
  readonly summaries: readonly (OfInvestigation & { readonly sentAt: string | undefined })[];
  readonly works: readonly HazardWork[];
  readonly accommodationOfferedAt: readonly string[];
  readonly madeSafeAt: string | undefined;
  readonly closedReason: string | undefined;
  readonly priority: string | undefined;
  /** A priority is stated, in a code that no table knows. */
  readonly priorityUnmapped: boolean;
  readonly status: string | undefined;
  readonly raisedAt: string | undefined;
  readonly targetAt: string | undefined;
  readonly completedAt: string | undefined;
  readonly attendedAt: readonly string[];
  readonly cancelled: { readonly at: string | undefined } | undefined;
  readonly rightToRepair:
    | { readonly defect: string | undefined; readonly notifiedAt: string | undefined }
    | undefined;
}

/** Names an element within its collection: `dm/h1`. Two systems may give the same number. */
export const numberedName = ({ ref, system }: Numbered): string =>
  system === undefined ? ref : `${system}/${ref}`;

/** Does the element name this investigation? Where its own system has none of that number, the only investigation that has it is meant. */
export function belongsTo(
  { system, investigation: ref }: OfInvestigation,
  investigation: Investigation | undefined,
  { investigations }: TimedSubject,
): boolean {
  if (ref !== investigation?.ref) return false;
  const named = investigations.filter((it) => it.ref === ref);
  const own = named.find((it) => it.system === system) ?? (named.length === 1 ? named[0] : undefined);
  return own !== undefined && own.system === investigation?.system;
}

/** Reads the fields of a main document: none of them is personal. What is absent stays undefined. */
export function subjectOf(fields: JsonObject): TimedSubject {
  const right = fields['rightToRepair'];
  return {
    tenure: word(fields['tenure']),
    jurisdiction: word(fields['jurisdiction']),
    awareAt: instant(fields['awareAt']),
    awareSource: source(fields['awareSource']),
    hazards: list(fields['hazards']).map((hazard) => ({
      ...numbered(hazard),
      type: word(hazard['hazard']),
      severity: word(hazard['severity']),
      assertedAt: instant(hazard['assertedAt']),
      madeSafeAt: instant(hazard['madeSafeAt']),
    })),
    investigations: list(fields['investigations']).map((investigation) => ({
      ...numbered(investigation),
      kind: word(investigation['kind']),
      requestedAt: instant(investigation['requestedAt']),
      startedAt: instant(investigation['startedAt']),
      concludedAt: instant(investigation['concludedAt']),
      outcome: word(investigation['outcome']),
      worksNeeded:
        typeof investigation['worksNeeded'] === 'boolean' ? investigation['worksNeeded'] : undefined,
    })),
    summaries: list(fields['summaries']).map((summary) => ({
      ...ofInvestigation(summary),
      sentAt: instant(summary['sentAt']),
    })),
    works: list(fields['works']).map((work) => ({
      ...ofInvestigation(work),
      kind: word(work['kind']),
      startedAt: instant(work['startedAt']),
      completedAt: instant(work['completedAt']),
    })),
    accommodationOfferedAt: list(fields['decants']).flatMap((it) => instant(it['offeredAt']) ?? []),
    madeSafeAt: instant(fields['madeSafeAt']),
    closedReason: word(fields['closedReason']),
    priority: word(fields['priority']),
    priorityUnmapped: isObject(fields['priority']) && word(fields['priority']) === undefined,
    status: word(fields['status']),
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

function cancelled(fields: JsonObject): TimedSubject['cancelled'] {
  const at = instant(fields['cancelledAt']);
  return at !== undefined || word(fields['status']) === 'cancelled' ? { at } : undefined;
}

const numbered = (element: JsonObject): Numbered => ({
  ref: text(element['ref']) ?? '',
  system: text(element['system']),
});
const ofInvestigation = (element: JsonObject): OfInvestigation => ({
  system: text(element['system']),
  investigation: text(element['investigation']),
});
const list = (value: JsonValue | undefined): readonly JsonObject[] =>
  Array.isArray(value) ? (value as readonly JsonValue[]).filter(isObject) : [];
const text = (value: JsonValue | undefined): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined;
/** A coded field gives its canonical word; an unmapped one gives none (I7). */
const word = (value: JsonValue | undefined): string | undefined =>
  isObject(value) ? text(value['value']) : text(value);
/** Who says so. A code that no table knows still tells that somebody does. */
const source = (value: JsonValue | undefined): string | undefined =>
  word(value) ?? (isObject(value) && isObject(value['raw']) ? text(value['raw']['code']) : undefined);
const instant = (value: JsonValue | undefined): string | undefined => {
  const at = isObject(value) ? text(value['at']) : text(value);
  return at === undefined || Number.isNaN(Date.parse(at)) ? undefined : new Date(at).toISOString();
};
