import { newestClockFact, isFromClock } from '#libs/deadlines/clock-fact.js';
import { publishedDeadline } from '#libs/deadlines/deadline.js';
import { deadlinesOf } from '#libs/deadlines/evaluate.js';
import { nextLook } from '#libs/deadlines/next-look.js';
import type { DeadlineRules } from '#libs/deadlines/rule.js';
import { contributorOf, type AcceptedContribution } from './accepted-contribution.js';
import { oddMoves } from './flags.js';
import { fold } from './fold.js';
import { modelShape, NAMING } from '#libs/model/schema/shape.js';
import { compareText } from '#libs/model/compare-text.js';
import type { Authority } from './order.js';
import { canonicalJson, isObject, type JsonObject, type JsonValue } from '#libs/model/json.js';
import type { EntityKind } from '#libs/model/kinds.js';
import { referenceKey, type Reference } from '#libs/model/reference.js';

/** The documents of an entity as they are published, without `version`, which each topic counts for itself. */
export interface EntityDocument {
  readonly main: JsonObject;
  /** Absent where nothing personal is known. */
  readonly personal: JsonObject | undefined;
  /** When the clock must look at the entity again, ISO in UTC; absent where no deadline is open. */
  readonly nextLook?: string;
}

/** The configuration, as far as it decides how contributions become a document (I5). */
export interface FoldRules {
  readonly authority: Authority;
  /** Absent where nothing has a deadline. */
  readonly deadlines?: DeadlineRules;
}

/** The entity at the other end of a link; `uprn` where it is a property that has one. */
export interface LinkTarget {
  readonly id: string;
  readonly uprn?: string;
}

/** Reference key → the entity that it identifies. A link to any other reference is `unlinked`. */
export type LinkTargets = ReadonlyMap<string, LinkTarget>;

/**
 * The documents of an entity, made of all its contributions: at least one of a system, and the clock's, which shows in `deadlines` alone. A
 * pure function (I5): the order of the contributions does not matter. `settle` calls it for every entity that it folds, and conformance
 * tests call it for fixtures. It does not check the documents against their schemas; `entityChanges` does.
 */
export function currentDocument(
  id: string,
  kind: EntityKind,
  contributions: readonly AcceptedContribution[],
  targets: LinkTargets,
  rules: FoldRules,
): EntityDocument {
  const accepted = contributions.filter((it) => !isFromClock(it));
  const { fields, provenance, conflicts } = fold(kind, accepted, rules.authority[kind] ?? {});
  const { open, personal } = splitByClass(kind, fields);
  const envelope = { id, kind, state: 'current' };
  const main = {
    ...envelope,
    references: references(accepted),
    ...heldReferences(accepted),
    links: links(accepted, targets),
    flags: [
      ...oddMoves(kind, fields, accepted),
      ...conflicts.map((field) => `conflict:${field}`),
      ...heldFlags(accepted),
    ].sort(),
    provenance: withoutNames(kind, provenance),
    ...open,
  };
  const clock = newestClockFact(contributions);
  const deadlines = rules.deadlines ? deadlinesOf(kind, main, rules.deadlines, clock) : [];
  const lookAt = nextLook(deadlines, clock);
  return {
    main: deadlines.length === 0 ? main : { ...main, deadlines: deadlines.map(publishedDeadline) },
    personal: personal && { ...envelope, ...personal },
    ...(lookAt === undefined ? {} : { nextLook: lookAt }),
  };
}

/**
 * The last main document of an entity: `merged` into another one, or `withdrawn` where `into` is undefined. It is never a Kafka
 * tombstone.
 */
export function endedDocument(id: string, kind: EntityKind, into: string | undefined): JsonObject {
  return into === undefined ? { id, kind, state: 'withdrawn' } : { id, kind, state: 'merged', into };
}

function references(accepted: readonly AcceptedContribution[]): JsonValue {
  const byKey = new Map(accepted.flatMap((it) => it.identity).map((it) => [referenceKey(it), it]));
  return [...byKey].sort(([a], [b]) => compareText(a, b)).map(([, it]) => plain(it));
}

const plain = ({ scheme, id, period }: Reference): JsonObject =>
  period === undefined ? { scheme, id } : { scheme, id, period };

const heldFlags = (accepted: readonly AcceptedContribution[]): readonly string[] => [
  ...new Set(accepted.flatMap(({ held }) => held.flatMap((it) => (it.refused ? [] : [`held:${it.scheme}`])))),
];

/** Held references, each with who names it; absent where there are none. */
function heldReferences(accepted: readonly AcceptedContribution[]): { held?: JsonValue } {
  const byKey = new Map<string, JsonObject>();
  for (const contribution of accepted)
    for (const { refused, ...reference } of contribution.held) {
      const state = refused ? 'refused' : 'held';
      const by = contributorOf(contribution);
      byKey.set(`${referenceKey(reference)} ${state} ${by}`, { reference: plain(reference), state, by });
    }
  if (byKey.size === 0) return {};
  return { held: [...byKey].sort(([a], [b]) => compareText(a, b)).map(([, it]) => it) };
}

function links(accepted: readonly AcceptedContribution[], targets: LinkTargets): JsonValue {
  const byKey = new Map<string, JsonObject>();
  for (const contribution of [...accepted].sort((a, b) => compareText(contributorOf(a), contributorOf(b))))
    for (const { type, reference } of contribution.links) {
      const target = targets.get(referenceKey(reference));
      const end: JsonObject = target === undefined ? { state: 'unlinked' } : { state: 'linked', ...target };
      const part: JsonObject = contribution.part === '' ? {} : { part: contribution.part };
      const key = `${type} ${referenceKey(reference)} ${contribution.part}`;
      byKey.set(key, { type, reference: plain(reference), ...part, ...end, by: contributorOf(contribution) });
    }
  return [...byKey].sort(([a], [b]) => compareText(a, b)).map(([, link]) => link);
}

/** I10: fields and members that are personal or sensitive go to the personal document. */
function splitByClass(
  kind: EntityKind,
  fields: JsonObject,
): { open: JsonObject; personal: JsonObject | undefined } {
  const shape = modelShape(kind);
  const open: Record<string, JsonValue> = {};
  const personal: Record<string, JsonValue> = {};
  for (const [name, value] of Object.entries(fields)) {
    const rule = shape.personal.get(name);
    if (value === undefined) continue;
    if (rule === 'whole') personal[name] = value;
    else if (rule === undefined || !Array.isArray(value)) open[name] = value;
    else {
      const elements = (value as readonly JsonValue[]).filter(isObject);
      open[name] = elements.map((element) => pick(element, (member) => !rule.has(member)));
      const hidden = elements
        .filter((element) => Object.keys(element).some((member) => rule.has(member)))
        .map((element) => pick(element, (member) => rule.has(member) || NAMING.has(member)));
      if (hidden.length > 0) personal[name] = hidden;
    }
  }
  return { open, personal: Object.keys(personal).length === 0 ? undefined : personal };
}

const pick = (from: JsonObject, keep: (member: string) => boolean): JsonObject =>
  Object.fromEntries(Object.entries(from).filter(([member]) => keep(member)));

function withoutNames(kind: EntityKind, provenance: Readonly<Record<string, string>>): JsonObject {
  const { personal } = modelShape(kind);
  return pick(provenance, (field) => personal.get(field) !== 'whole');
}

/** Do two documents say the same, apart from their version? */
export const sameContent = (a: JsonObject | undefined, b: JsonObject | undefined): boolean =>
  canonicalJson(unversioned(a)) === canonicalJson(unversioned(b));

const unversioned = (document: JsonObject | undefined): JsonObject | undefined =>
  document && pick(document, (member) => member !== 'version');
