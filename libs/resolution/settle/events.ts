import { DataRefused } from '#libs/model/batch.js';
import { changesOf } from '../changes/changes.js';
import { sameContent } from '../fold/document.js';
import type { JsonObject } from '#libs/model/json.js';
import type { ChangeKind, EntityKind, Origin } from '#libs/model/kinds.js';
import type { TopicWord } from '#libs/model/topics.js';
import { misfit } from '#libs/model/schema/validate.js';
import type { Settled } from './settle.js';
import type { StoredEntity } from './reads.js';

/** An event that has no number yet; the outbox numbers it. */
export interface NewEvent {
  readonly topic: TopicWord;
  /** Id of the entity or of the dead letter. */
  readonly key: string;
  /** Counts the events of the key in the topic, from 1 (I6). */
  readonly version: number;
  readonly changes: readonly ChangeKind[];
  /** JSON text of the document. */
  readonly value: string;
}

/** What a commit writes about entities: their rows, and an event for each new version of a document. */
export interface EntityChanges {
  readonly rows: readonly StoredEntity[];
  readonly events: readonly NewEvent[];
}

/** The largest value of an event, in bytes. A topic takes batches of four times that. */
export const LARGEST_EVENT = 1024 * 1024;

/**
 * The new versions that follow from a settled commit: at most one per entity and topic, and only where the document says something other
 * than before. A commit calls it once after `settle`. Throws DataRefused where a document does not fit its schema or is too large (I11).
 */
export function entityChanges(settled: Settled, origin: Origin): EntityChanges {
  const rows: StoredEntity[] = [];
  const events: NewEvent[] = [];
  for (const [id, { kind, document }] of settled.documents) {
    const before = settled.storedEntities.get(id);
    const main = versioned(document.main, before?.main, before?.version ?? 0);
    const personal = versioned(
      document.personal ?? emptied(document.main, before),
      before?.personal,
      before?.personalVersion ?? 0,
    );
    if (!main && !personal) continue;
    const mergeOrSplit = [
      ...(settled.resolution.merged.has(id) ? (['merged'] as const) : []),
      ...(settled.resolution.split.has(id) ? (['split'] as const) : []),
    ];
    const changes = withoutOldRings(changesOf(kind, before?.main, document.main, mergeOrSplit), origin);
    if (main) events.push(event(kind, id, main, changes));
    if (personal) events.push(event(`${kind}-personal`, id, personal, main ? changes : ['amended']));
    rows.push({
      id,
      kind,
      state: String(document.main['state']),
      version: main?.version ?? before?.version ?? 0,
      personalVersion: personal?.version ?? before?.personalVersion ?? 0,
      main: main?.document ?? before?.main ?? document.main,
      personal: personal?.document ?? before?.personal,
    });
  }
  return { rows, events };
}

/** The changes without those that ring for a deadline, unless the event is live: what a first read or a new mapping brings is history. */
function withoutOldRings(changes: readonly ChangeKind[], origin: Origin): readonly ChangeKind[] {
  if (origin === 'live') return changes;
  const kept = changes.filter((it) => it !== 'deadline-near' && it !== 'deadline-missed');
  return kept.length === 0 ? ['amended'] : kept;
}

interface Versioned {
  readonly version: number;
  readonly document: JsonObject;
}

function versioned(
  now: JsonObject | undefined,
  before: JsonObject | undefined,
  version: number,
): Versioned | undefined {
  if (!now || (before && sameContent(now, before))) return undefined;
  return { version: version + 1, document: { ...now, version: version + 1 } };
}

/** Where an entity had a personal document and has nothing personal any more: a document with its envelope alone. */
function emptied(main: JsonObject, before: StoredEntity | undefined): JsonObject | undefined {
  if (!before || before.personalVersion === 0) return undefined;
  const { id, kind, state, into } = main;
  return into === undefined ? { id, kind, state } : { id, kind, state, into };
}

/** The event of a new version, checked before it is written. Throws DataRefused (I11). */
function event(
  topic: EntityKind | `${EntityKind}-personal`,
  key: string,
  { version, document }: Versioned,
  changes: readonly ChangeKind[],
): NewEvent {
  const fault = misfit(topic, document);
  if (fault) throw new DataRefused('event-does-not-fit', `${topic} at '${fault.path}': ${fault.message}`);
  const value = JSON.stringify(document);
  if (Buffer.byteLength(value) > LARGEST_EVENT)
    throw new DataRefused('event-too-large', `${topic}, ${value.length} characters`);
  return { topic, key, version, changes, value };
}
